export abstract class TargetPolicy {
  /**
   * Looks the host up (for a few seconds at most) and refuses what is known now to be wrong; a name that cannot be
   * resolved passes, for every connection is checked again.
   * @throws endpoint_address_refused, public_base_url_unset
   */
  abstract check(url: string): Promise<void>;
}
