/** What may be a million rows is done in parts, a transaction each: it locks the state of the endpoint. */
export abstract class UnfinishedDeliveries {
  /**
   * Ends an endpoint's, parked and claimed ones too, as `cancelled` for this reason: a part of them, until it returns
   * 0. What is being settled at this moment is left for the next time. @returns how many
   */
  abstract cancel(endpointId: number, reason: string): Promise<number>;
  /** Deleted endpoints that have unfinished deliveries all the same. */
  abstract ofDeletedEndpoints(): Promise<number[]>;
  /** Endpoints whose deliveries wait though they are disabled or gone, or are parked for that though they are not. */
  abstract misplaced(): Promise<number[]>;
  /**
   * Parks what waits for an endpoint that is disabled or gone, or else queues again, in order, what was parked for
   * that: a part of it, until it returns 0. What a later revision has overtaken is superseded. What is being sent, and
   * a revision that might be overtaken at this moment, is left for the next time. @returns how many moved
   */
  abstract place(endpointId: number): Promise<number>;
}
