export abstract class UnfinishedDeliveries {
  /** Ends all of an endpoint's, parked and claimed ones too, as `cancelled` for this reason. @returns how many */
  abstract cancel(endpointId: number, reason: string): Promise<number>;
  /** Deleted endpoints that have unfinished deliveries all the same. */
  abstract ofDeletedEndpoints(): Promise<number[]>;
}
