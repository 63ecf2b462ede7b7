/** Of whom mails are taken. Addresses in lower case, `@example.com` for a domain. */
export abstract class MailPolicy {
  /** Empty: of everybody. */
  abstract readonly allowedSenders: readonly string[];
  /** Whose `external_refs` count. Empty: nobody's. */
  abstract readonly refsSenders: readonly string[];
}
