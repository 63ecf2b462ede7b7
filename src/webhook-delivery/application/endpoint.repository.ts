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
  /** It stays in the ledger, and is gone for everything else. @throws endpoint_not_found, also when deleted already */
  abstract markDeleted(id: number): Promise<void>;
}
