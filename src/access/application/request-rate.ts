/** Bounds how many requests a token makes, its sessions' included. */
export abstract class RequestRate {
  /** Counts one more. @throws rate_limited when there were too many with this token */
  abstract count(tokenId: number): Promise<void>;
}
