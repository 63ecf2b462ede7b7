import type {
  LedgerItemResponse,
  WebhookLedgerResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';

/** How many of what was accepted are in no state: more than none is lost, less is too many. */
export function missingOf(row: LedgerItemResponse): number {
  return (
    row.accepted -
    (row.delivered + row.pending + row.delivering + row.parked + row.superseded + row.cancelled)
  );
}

/** Whether all of it is accounted for, in a sentence. */
export function ledgerWords({ balanced, items }: WebhookLedgerResponse): string {
  const accepted = items.reduce((sum, row) => sum + row.accepted, 0);
  if (balanced) {
    const delivered = items.reduce((sum, row) => sum + row.delivered, 0);
    const open = items.reduce((sum, row) => sum + row.pending + row.delivering + row.parked, 0);
    const ended = accepted - delivered - open;
    return `The ledger balances: of ${accepted} to deliver, ${delivered} arrived, ${open} still wait or are parked, and ${ended} were superseded or cancelled. Nothing is lost.`;
  }
  const wrong = items.filter((row) => missingOf(row) !== 0).map(({ endpoint_id: id }) => id);
  return `The ledger does not balance: of ${accepted} to deliver, not every one is accounted for${
    wrong.length > 0 ? ` (endpoint ${wrong.join(', ')})` : ''
  }. Keep the database as it is, and report this with the numbers below.`;
}
