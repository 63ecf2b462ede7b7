const REASONS: Record<string, string> = {
  retries_exhausted: 'all attempts failed',
  endpoint_disabled: 'the endpoint is disabled',
  endpoint_deleted: 'the endpoint was deleted',
  cancelled_by_operator: 'somebody cancelled it',
  gone: 'the receiver said that it is gone (410)',
  later_revision: 'a later revision goes instead',
};

/** Why a delivery is as it is, in words that go on with a sentence. */
export function deliveryReason(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll('_', ' ');
}
