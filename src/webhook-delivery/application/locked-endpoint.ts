/** Somebody else holds the state of an endpoint of this batch of outcomes, and did not let go in time. */
export class LockedEndpoint extends Error {
  constructor(cause: unknown) {
    super('The state of an endpoint is locked by somebody else', { cause });
  }
}
