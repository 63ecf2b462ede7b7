import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { TRY_MAILBOX_LOCK } from '../sql/try-mailbox-lock.sql.js';

/** How often the session shows that its process lives. */
const SIGN_MS = 2500;
/** PostgreSQL ends a session that has shown nothing for so long. */
const SILENCE_MS = 10_000;
const ANSWER_MS = 5000;

/**
 * One worker at a time has to do with a mailbox: where two sessions move a mail at once, IMAP servers make two of it.
 * It is an advisory lock of a session of its own. A killed process ends its session, and PostgreSQL that of one that is
 * frozen; so nobody has to tell when it was for the last time that somebody was there.
 */
export class MailboxHold {
  readonly #lost = new AbortController();
  #signs: NodeJS.Timeout | undefined;
  #asked: Promise<void> = Promise.resolve();

  private constructor(private readonly client: pg.Client) {
    for (const event of ['error', 'end'] as const) client.on(event, () => this.#lose());
  }

  /** @returns undefined while somebody else has it @throws when the database is away */
  static async take(databaseUrl: string | undefined, mailbox: string): Promise<MailboxHold | undefined> {
    const hold = new MailboxHold(
      new pg.Client({
        ...{ connectionString: databaseUrl, application_name: 'recordengine mailbox', keepAlive: true },
        ...{ connectionTimeoutMillis: ANSWER_MS, query_timeout: ANSWER_MS },
      }),
    );
    let isTaken: boolean | undefined;
    try {
      isTaken = await hold.#begin(mailbox);
    } finally {
      if (!isTaken) await hold.release();
    }
    return isTaken ? hold : undefined;
  }

  /** Aborted as soon as it is known here that it is over. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Before anything that must not be done by two. @throws when it is lost, which a frozen process has not noticed */
  confirm(): Promise<void> {
    this.#asked = this.#asked.then(async () => {
      this.#lost.signal.throwIfAborted();
      await this.client.query('SELECT 1').catch(() => this.#lose());
      this.#lost.signal.throwIfAborted();
    });
    return this.#asked;
  }

  async release(): Promise<void> {
    clearInterval(this.#signs);
    // A connection that was cut without a word does not end.
    await Promise.race([
      this.client.end().catch(() => undefined),
      pause(ANSWER_MS, undefined, { ref: false }),
    ]);
  }

  async #begin(mailbox: string): Promise<boolean> {
    await this.client.connect();
    await this.client.query(`SET idle_session_timeout = ${SILENCE_MS}`);
    const { rows } = await this.client.query<{ taken: boolean }>(TRY_MAILBOX_LOCK, [mailbox]);
    if (rows[0]?.taken !== true) return false;
    this.#signs = setInterval(() => void this.confirm().catch(() => undefined), SIGN_MS);
    return true;
  }

  #lose(): void {
    clearInterval(this.#signs);
    this.#lost.abort(new Error('the database has ended the session that held it'));
  }
}
