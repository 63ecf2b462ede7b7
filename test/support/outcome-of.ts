import type {
  ClaimedDelivery,
  Settlement,
  Verdict,
} from '../../src/webhook-delivery/application/delivery-queue.js';

/** One send's outcome, as the worker would report it. */
export function outcomeOf(
  delivery: ClaimedDelivery,
  verdict: Verdict,
  told: Partial<Settlement> = {},
): Settlement {
  const failed = verdict.kind !== 'delivered';
  return {
    delivery,
    verdict,
    startedAt: new Date(),
    durationMs: 12.5,
    statusCode: failed ? 500 : 200,
    error: failed ? 'http: the receiver answered 500' : null,
    responseExcerpt: failed ? 'broken' : 'ok',
    ...told,
  };
}
