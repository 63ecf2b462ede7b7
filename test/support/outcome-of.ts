import type { AttemptResult } from '../../src/webhook-delivery/domain/classify-answer.js';
import type { ClaimedDelivery, Settlement } from '../../src/webhook-delivery/application/delivery-queue.js';

/** One send's outcome, as the worker would report it. */
export function outcomeOf(
  delivery: ClaimedDelivery,
  result: AttemptResult,
  told: Partial<Settlement> = {},
): Settlement {
  const failed = result.kind !== 'success';
  return {
    delivery,
    result,
    startedAt: new Date(),
    durationMs: 12.5,
    statusCode: failed ? 500 : 200,
    error: failed ? 'http: the receiver answered 500' : null,
    responseExcerpt: failed ? 'broken' : 'ok',
    ...told,
  };
}
