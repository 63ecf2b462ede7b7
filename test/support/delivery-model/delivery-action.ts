import type { AttemptResult } from '../../../src/webhook-delivery/domain/classify-answer.js';

/**
 * One thing that happens. Indexes are taken modulo what there is, and what is not possible at the moment does nothing,
 * so every list of these makes sense, also a shorter one.
 */
export type DeliveryAction =
  | { do: 'export'; document: number }
  | { do: 'claim'; worker: number; limit: number }
  /** One of the worker's claims is sent; what came of it is settled later, or never. */
  | { do: 'send'; worker: number; which: number; result: AttemptResult }
  | { do: 'settle'; worker: number; count: number }
  | { do: 'release'; worker: number; count: number }
  /** Claim, send and settle. */
  | { do: 'deliver'; worker: number; limit: number; result: AttemptResult }
  /** The worker sleeps until its leases have run out. What it holds it still holds when it wakes. */
  | { do: 'freeze'; worker: number }
  | { do: 'recover'; worker: number }
  | { do: 'pass-time' }
  | { do: 'turn'; endpoint: number; enabled: boolean }
  | { do: 'remove'; endpoint: number }
  | { do: 'resend'; delivery: number }
  | { do: 'cancel'; delivery: number }
  | { do: 'tidy' };
