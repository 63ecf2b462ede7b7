import type { SendTarget } from './webhook-sender.js';

export abstract class EndpointTargets {
  /**
   * Where to send to now, by endpoint id: the current URL, auth, headers and secrets, decrypted. Disabled endpoints
   * are there; deleted and unknown ones, and those that cannot be decrypted, are absent. An endpoint that has not
   * changed gives the same object again.
   */
  abstract load(endpointIds: number[]): Promise<Map<number, SendTarget>>;
}
