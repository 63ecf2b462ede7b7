import fc from 'fast-check';
import type { AttemptResult } from '../../../src/webhook-delivery/domain/classify-answer.js';
import type { DeliveryAction } from './delivery-action.js';

/** What can happen next, one thing or a few; without people, only what workers do. */
export function deliveryActions(workers: number, hasPeople: boolean): fc.Arbitrary<DeliveryAction[]> {
  const small = (max: number) => fc.integer({ min: 1, max });
  const worker = fc.nat(workers - 1);
  const failure = fc.constantFrom<AttemptResult>(
    { kind: 'endpoint_fault' },
    { kind: 'message_fault' },
    { kind: 'message_fault' },
    { kind: 'interrupted' },
    { kind: 'pause', waitMs: 0 },
    ...(hasPeople ? [{ kind: 'gone' } as const] : []),
  );
  const result = fc.oneof(
    { weight: 3, arbitrary: fc.constant<AttemptResult>({ kind: 'success' }) },
    { weight: 2, arbitrary: failure },
  );
  const action = <Name extends DeliveryAction['do'], T extends object>(
    name: Name,
    parameters: fc.Arbitrary<T>,
  ) => parameters.map((given): { do: Name } & T => ({ do: name, ...given }));
  const which = fc.nat(50);
  const workersDo = [
    { weight: 9, arbitrary: action('export', fc.record({ document: fc.nat(5) })) },
    { weight: 5, arbitrary: action('claim', fc.record({ worker, limit: small(6) })) },
    { weight: 5, arbitrary: action('send', fc.record({ worker, which, result })) },
    { weight: 5, arbitrary: action('settle', fc.record({ worker, count: small(3) })) },
    { weight: 4, arbitrary: action('deliver', fc.record({ worker, limit: small(6), result })) },
    { weight: 3, arbitrary: action('release', fc.record({ worker, count: small(3) })) },
    { weight: 2, arbitrary: action('freeze', fc.record({ worker })) },
    { weight: 2, arbitrary: action('recover', fc.record({ worker })) },
    { weight: 2, arbitrary: action('pass-time', fc.record({})) },
  ];
  const endpoint = fc.nat(5);
  const peopleDo = [
    { weight: 1, arbitrary: action('turn', fc.record({ endpoint, enabled: fc.constant(false) })) },
    { weight: 2, arbitrary: action('turn', fc.record({ endpoint, enabled: fc.constant(true) })) },
    { weight: 2, arbitrary: action('resend', fc.record({ delivery: which })) },
    { weight: 1, arbitrary: action('cancel', fc.record({ delivery: which })) },
    { weight: 2, arbitrary: action('tidy', fc.record({})) },
    // Rare: three of four removals are of an endpoint that is not there.
    { weight: 1, arbitrary: action('remove', fc.record({ endpoint: fc.nat(11) })) },
  ];
  const one = fc.oneof(...workersDo, ...(hasPeople ? peopleDo : []));
  const takeOver = fc.tuple(worker, worker).map(([from, to]): DeliveryAction[] => [
    { do: 'freeze', worker: from },
    { do: 'recover', worker: to },
    { do: 'claim', worker: to, limit: 6 },
  ]);
  return fc.oneof({ weight: 12, arbitrary: one.map((each) => [each]) }, { weight: 1, arbitrary: takeOver });
}
