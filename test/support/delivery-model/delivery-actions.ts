import fc from 'fast-check';
import type { AttemptResult } from '../../../src/webhook-delivery/domain/classify-answer.js';
import type { DeliveryAction } from './delivery-action.js';

/** What can happen; without people, only what workers do. */
export function deliveryActions(workers: number, hasPeople: boolean): fc.Arbitrary<DeliveryAction> {
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
  const is = <Name extends DeliveryAction['do']>(name: Name) => ({ do: fc.constant(name) });
  const which = fc.nat(50);
  const workersDo = [
    { weight: 6, arbitrary: fc.record({ ...is('export'), document: fc.nat(2) }) },
    { weight: 5, arbitrary: fc.record({ ...is('claim'), worker, limit: small(6) }) },
    { weight: 5, arbitrary: fc.record({ ...is('send'), worker, which, result }) },
    { weight: 5, arbitrary: fc.record({ ...is('settle'), worker, count: small(3) }) },
    { weight: 4, arbitrary: fc.record({ ...is('deliver'), worker, limit: small(6), result }) },
    { weight: 1, arbitrary: fc.record({ ...is('release'), worker, count: small(3) }) },
    { weight: 2, arbitrary: fc.record({ ...is('freeze'), worker }) },
    { weight: 2, arbitrary: fc.record({ ...is('recover'), worker }) },
    { weight: 2, arbitrary: fc.record(is('pass-time')) },
  ];
  const endpoint = fc.nat(5);
  const peopleDo = [
    { weight: 1, arbitrary: fc.record({ ...is('turn'), endpoint, enabled: fc.constant(false) }) },
    { weight: 2, arbitrary: fc.record({ ...is('turn'), endpoint, enabled: fc.constant(true) }) },
    { weight: 2, arbitrary: fc.record({ ...is('resend'), delivery: which }) },
    { weight: 1, arbitrary: fc.record({ ...is('cancel'), delivery: which }) },
    { weight: 2, arbitrary: fc.record(is('tidy')) },
    // Rare: three of four removals are of an endpoint that is not there.
    { weight: 1, arbitrary: fc.record({ ...is('remove'), endpoint: fc.nat(11) }) },
  ];
  return fc.oneof(...workersDo, ...(hasPeople ? peopleDo : []));
}
