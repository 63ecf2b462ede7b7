/** How long logins last. */
export abstract class SessionPolicy {
  /** Without a request. */
  abstract readonly idleMs: number;
  /** Whatever happens. */
  abstract readonly lifetimeMs: number;
}
