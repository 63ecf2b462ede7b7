export const RULES = [
  'lost',
  'not-drained',
  'superseded',
  'cancelled',
  'invented',
  'revisions',
  'body',
  'refs',
  'signature',
  'target',
  'order',
  'duplicate',
  'replayed',
  'offline',
  'deleted',
  'pause',
  'probe',
  'in-flight',
  'delivered-unanswered',
  'ledger',
  'complaint',
] as const;

export interface Violation {
  rule: (typeof RULES)[number];
  evidence: string;
}
