import type { Endpoint } from '../domain/endpoint.js';

export abstract class EndpointRepository {
  /** Adds it, with an empty delivery state. @returns its id */
  abstract add(endpoint: Endpoint): Promise<number>;
  /** As it is now; locks nothing. @throws endpoint_not_found, also when deleted */
  abstract look(id: number): Promise<Endpoint>;
  /**
   * For changing it: nobody else changes it until the unit of work ends.
   * @throws endpoint_not_found, also when deleted
   */
  abstract get(id: number): Promise<Endpoint>;
  abstract save(id: number, endpoint: Endpoint): Promise<void>;
  /**
   * It stays in the ledger, and is gone for everything else.
   * @returns whether it was there still. @throws endpoint_not_found when it never was
   */
  abstract markDeleted(id: number): Promise<boolean>;
  /** Its receiver has answered 410. */
  abstract isGone(id: number): Promise<boolean>;
  /** Delivery starts over: nothing that went wrong there is remembered. */
  abstract trust(id: number): Promise<void>;
  /** What waits is tried now: all of it, or one probe where the gate is shut. */
  abstract tryNow(id: number): Promise<void>;
}
