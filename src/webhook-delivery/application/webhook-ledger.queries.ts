/** What an endpoint was to get, and what became of it. Counted from the beginning, also what retention has dropped. */
export interface LedgerItem {
  endpointId: number;
  url: string;
  deleted: boolean;
  /** From what events and resends recorded about themselves, not from the rows of deliveries. */
  accepted: number;
  delivered: number;
  pending: number;
  delivering: number;
  parked: number;
  superseded: number;
  cancelled: number;
  /** Age of the oldest pending, delivering or parked delivery. */
  oldestUnfinishedSeconds: number | null;
}

export interface LedgerView {
  /** Whether each endpoint's `accepted` is the sum of its states. */
  balanced: boolean;
  eventsWithoutEndpoint: number;
  /** Newest endpoint first. */
  items: LedgerItem[];
}

export abstract class WebhookLedgerQueries {
  /** All as of one moment. Reads everything that is kept. */
  abstract read(): Promise<LedgerView>;
}
