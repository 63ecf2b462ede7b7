import { createHash } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { ImapFlow } from 'imapflow';
import type { ImapAccount } from '../../../shared/config/read-imap-accounts.js';
import { Clock } from '../../../shared/kernel/clock.js';
import { DomainError } from '../../../shared/kernel/domain-error.js';
import { GiveUpRetry } from '../../application/give-up-retry.js';
import { IntakeItems } from '../../application/intake-items.js';
import type { Mail, MailDelivery } from '../../application/mail.js';
import { ResolveMailTarget } from '../../application/resolve-mail-target.js';
import type { IntakeItemState } from '../../domain/intake-item.js';
import { targetOfAddress } from '../../domain/mail-address.js';
import type { Target } from '../../../shared/kernel/target.js';
import { TakeMail } from '../mail/take-mail.js';
import { MailboxHold } from './mailbox-hold.js';

export interface ImapLoopOptions {
  databaseUrl: string | undefined;
  pollMs: number;
  maxBytes: number;
  /** In lower case. */
  addresses: readonly string[];
}

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 60_000;
/** A server that has said nothing for so long is asked whether it is there; then it is given up. */
const SILENCE_MS = 60_000;
const CONNECT_MS = 30_000;
/** How soon another worker is followed that has gone. */
const STANDBY_MS = 5000;
/** How often somebody may have asked for another try. */
const LOOK_MS = 2000;
/** Whoever takes a mail again in this time has it in hand, or its item settled. */
const RETRY_GRACE_MS = 30_000;
const MAX_RETRIES = 50;
const STOP_MS = 10_000;

/**
 * Takes the mails of one mailbox. Looking through it again and again is what finds them; what the server tells while it
 * is idle only shortens the wait. Of several processes, the one that holds the mailbox does so; the others stand by.
 */
export class ImapLoop {
  readonly #log = new Logger('Imap');
  /** Mails that stay though they are settled, with the keys of their items. By UID. */
  readonly #left = new Map<number, string[]>();
  #uidValidity: bigint | undefined;
  #client: ImapFlow | undefined;
  #problem: string | undefined;
  #isHolder: boolean | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopping = false;
  #woken = false;
  #wake: () => void = () => undefined;

  constructor(
    private readonly account: ImapAccount,
    private readonly takeMail: TakeMail,
    private readonly resolveTarget: ResolveMailTarget,
    private readonly items: IntakeItems,
    private readonly giveUp: GiveUpRetry,
    private readonly clock: Clock,
    private readonly options: ImapLoopOptions,
  ) {}

  get name(): string {
    return this.account.name;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** A mail in hand is finished, if that does not take long. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#rouse();
    const timer = setTimeout(() => this.#client?.close(), STOP_MS);
    await this.#running;
    clearTimeout(timer);
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopping) {
      try {
        if (!(await this.#turn(() => (failures = 0)))) {
          await this.#pause(Math.min(STANDBY_MS, this.options.pollMs));
        }
      } catch (error) {
        this.#say(`Mails of ${this.name} cannot be taken: ${wordsOf(error)}; it is tried again and again`);
        this.#woken = false;
        await this.#pause(Math.min(FIRST_DELAY_MS * 2 ** failures++, LONGEST_DELAY_MS));
      }
    }
  }

  /** Who fails lets go of the mailbox: others may be better off. @returns whether it was held */
  async #turn(isWell: () => void): Promise<boolean> {
    const hold = await MailboxHold.take(this.options.databaseUrl, this.name);
    this.#tellHolder(hold !== undefined);
    if (!hold) return false;
    const looking = setInterval(() => void this.#look().catch(() => undefined), LOOK_MS);
    try {
      await this.#forgetSettled();
      await this.#session(hold, isWell);
    } finally {
      clearInterval(looking);
      await hold.release();
    }
    return true;
  }

  /** One connection. A client that was cut off is not used again. */
  async #session(hold: MailboxHold, isWell: () => void): Promise<void> {
    const { host, port, user, password: pass, tls, mailbox } = this.account;
    const client = new ImapFlow({
      ...{ host, port, auth: { user, pass }, logger: false as const },
      ...{ secure: tls === 'implicit', ...(tls !== 'implicit' && { doSTARTTLS: tls === 'starttls' }) },
      ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
      ...{ autoIdleDelay: 200, disableCompression: true },
    });
    client.on('error', (error: Error) => this.#log.debug(`${this.name}: ${error.message}`));
    // One that was given up must not cut the wait for the next one short.
    for (const event of ['exists', 'close']) client.on(event, () => this.#client === client && this.#rouse());
    this.#client = client;
    const close = (): void => client.close();
    hold.lost.addEventListener('abort', close);
    try {
      hold.lost.throwIfAborted();
      await client.connect();
      const { uidValidity } = await client.mailboxOpen(mailbox);
      if (uidValidity !== this.#uidValidity) this.#left.clear(); // its UIDs mean other mails
      this.#uidValidity = uidValidity;
      while (!this.#stopping) {
        await this.#round(client, hold);
        if (!client.usable) throw new Error('the connection was lost');
        isWell();
        this.#say(undefined);
        await this.#pause(this.options.pollMs);
        if (!this.#stopping) await client.noop();
      }
      await client.logout();
    } catch (error) {
      hold.lost.throwIfAborted(); // says more than that the connection was closed
      throw error;
    } finally {
      hold.lost.removeEventListener('abort', close);
      this.#client = undefined;
      client.close();
    }
  }

  /** @throws the last trouble that was not of a mail itself, once all others are settled */
  async #round(client: ImapFlow, hold: MailboxHold): Promise<void> {
    for (const { sourceKey } of await this.#askedFor()) {
      const uid = this.#leftWith(sourceKey);
      if (uid !== undefined) this.#left.delete(uid);
    }
    const query = this.account.moveTo === undefined ? { seen: false, deleted: false } : { deleted: false };
    const found = await client.search(query, { uid: true });
    if (!found) throw new Error('the mailbox cannot be searched');
    const uids = found.sort((one, other) => one - other);
    const isThere = new Set(uids);
    for (const uid of this.#left.keys()) if (!isThere.has(uid)) this.#left.delete(uid);
    let trouble: Error | undefined;
    for (const uid of uids) {
      if (this.#stopping) return;
      if (this.#left.has(uid)) continue;
      try {
        await this.#settle(client, hold, uid);
      } catch (error) {
        if (!client.usable) throw error;
        trouble = error as Error;
      }
    }
    if (trouble) throw trouble;
    await this.#giveUpTheGone();
  }

  async #settle(client: ImapFlow, hold: MailboxHold, uid: number): Promise<void> {
    const message = await client.fetchOne(String(uid), { uid: true, size: true }, { uid: true });
    if (!message) return; // somebody has taken it away
    const items =
      (message.size ?? 0) > this.options.maxBytes ? await this.#refuse(uid) : await this.#take(client, uid);
    if (!items) return;
    const isDone = items.every(isAccepted) && (await this.#finish(client, hold, uid));
    if (!isDone)
      this.#left.set(
        uid,
        items.map(({ sourceKey }) => sourceKey),
      );
  }

  async #take(client: ImapFlow, uid: number): Promise<IntakeItemState[] | undefined> {
    const download = await client.download(String(uid), undefined, { uid: true });
    if (!('content' in download) || !download.content) return undefined;
    try {
      return await this.takeMail.execute(download.content, async (mail) => [await this.#deliveryOf(mail)]);
    } catch (error) {
      // Servers may say a size that is not quite so.
      if (error instanceof DomainError && error.kind === 'too-large') return this.#refuse(uid);
      throw error;
    }
  }

  /** Its content is never seen, so its place in the mailbox names it. */
  #refuse(uid: number): Promise<IntakeItemState[]> {
    const key = createHash('sha256').update(`${this.name}\n${this.#uidValidity}\n${uid}`).digest('hex');
    return this.takeMail.refuse(
      key,
      `The mail (UID ${uid}) is larger than ${this.options.maxBytes} bytes.`,
      this.#delivery({}),
    );
  }

  async #deliveryOf({ recipients }: Mail): Promise<MailDelivery> {
    const named = recipients
      .map((address) => targetOfAddress(address, this.options.addresses))
      .find((target) => target !== undefined && Object.keys(target).length > 0);
    if (!named) return this.#delivery({});
    return this.#delivery((await this.resolveTarget.execute(named)) ?? named); // refused, with a reason
  }

  #delivery(target: Target): MailDelivery {
    return { origin: this.name, target, envelopeSender: undefined, isNewTry: false };
  }

  /** Only now, with everything committed. @returns whether it is out of the way */
  async #finish(client: ImapFlow, hold: MailboxHold, uid: number): Promise<boolean> {
    const { moveTo } = this.account;
    await hold.confirm();
    if (moveTo === undefined) return client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
    const move = (): Promise<unknown> => client.messageMove(String(uid), moveTo, { uid: true });
    if (await move()) return true;
    await client.mailboxCreate(moveTo).catch(() => undefined);
    if (await move()) return true;
    this.#log.warn(`A mail of ${this.name} cannot be moved to ${moveTo}; it stays, and is not taken again`);
    return false;
  }

  /** Another worker may have settled what stayed here, and not have come to tell the server so. */
  async #forgetSettled(): Promise<void> {
    for (const [uid, keys] of this.#left) {
      const items = [];
      for (const key of keys) items.push(await this.items.find('email', key));
      if (items.every((item) => item !== undefined && isAccepted(item))) this.#left.delete(uid);
    }
  }

  /** After all mails were looked at: what is still asked for is not among them. */
  async #giveUpTheGone(): Promise<void> {
    for (const item of await this.#askedFor()) {
      const waitedMs = this.clock.now().getTime() - (item.retryRequestedAt?.getTime() ?? 0);
      if (waitedMs < RETRY_GRACE_MS || this.#leftWith(item.sourceKey) !== undefined) continue;
      await this.giveUp.execute(item, 'The mail is not in the mailbox any more, or is marked as read.');
    }
  }

  #askedFor(): Promise<IntakeItemState[]> {
    return this.items.toRetry('email', [this.name], MAX_RETRIES);
  }

  /** Of the mail that stayed with this item. */
  #leftWith(sourceKey: string): number | undefined {
    return [...this.#left].find(([, keys]) => keys.includes(sourceKey))?.[0];
  }

  #rouse(): void {
    this.#woken = true;
    this.#wake();
  }

  async #pause(milliseconds: number): Promise<void> {
    if (!this.#woken && !this.#stopping) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = () => undefined;
    this.#woken = false;
  }

  async #look(): Promise<void> {
    const asked = await this.items.toRetry('email', [this.name], 1);
    if (asked.length > 0) this.#rouse();
  }

  #tellHolder(isHolder: boolean): void {
    if (isHolder === this.#isHolder) return;
    this.#isHolder = isHolder;
    this.#log.log(
      isHolder
        ? `Watches the mailbox of ${this.name}`
        : `Another worker watches the mailbox of ${this.name}; this one stands by`,
    );
  }

  /** Says what stands against the mailbox, when that changes. */
  #say(problem: string | undefined): void {
    if (problem === this.#problem) return;
    if (problem !== undefined) this.#log.warn(problem);
    else this.#log.log(`Mails of ${this.name} are taken again`);
    this.#problem = problem;
  }
}

function isAccepted({ result }: IntakeItemState): boolean {
  return result === 'accepted';
}

/** What imapflow throws for a refused command says why in a member of its own. No password is in either. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { responseText, code } = error as { responseText?: string; code?: string };
  return responseText ?? (error.message || code || error.name);
}
