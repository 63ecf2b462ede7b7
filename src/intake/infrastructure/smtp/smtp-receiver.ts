import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { Config, type SmtpSettings } from '../../../shared/config/config.js';
import { Clock } from '../../../shared/kernel/clock.js';
import { DomainError } from '../../../shared/kernel/domain-error.js';
import { GiveUpRetry } from '../../application/give-up-retry.js';
import { IntakeItems } from '../../application/intake-items.js';
import type { MailDelivery } from '../../application/mail.js';
import { MailPolicy } from '../../application/mail-policy.js';
import { ResolveMailTarget } from '../../application/resolve-mail-target.js';
import type { IntakeItemState } from '../../domain/intake-item.js';
import { isSenderOf } from '../../domain/is-sender-of.js';
import { targetOfAddress } from '../../domain/mail-address.js';
import type { Target } from '../../../shared/kernel/target.js';
import { TakeMail } from '../mail/take-mail.js';
import { SmtpReply } from './smtp-reply.js';

/** Of its items: whoever took them in, they were sent to the same service. */
const ORIGIN = 'smtp';
const MAX_CLIENTS = 50;
const MAX_RECIPIENTS = 50;
/** RFC 5321, 4.5.3.2: a server waits at least 5 minutes for a command. Long enough for the honest is less. */
const SILENCE_MS = 120_000;
/** For dialogues without a mail in them. Mails in hand have `MAIL_MS`. */
const CLOSE_MS = 1000;
const MAIL_MS = 10_000;
const LOOK_MS = 5000;
/** A part that was refused before and arrives again is asked for first: it is in hand then, for a moment. */
const RETRY_GRACE_MS = 10_000;

/** Takes mails from other mail servers. They are the queue: what is not answered by 250 is sent again by them. */
@Injectable()
export class SmtpReceiver implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('Smtp');
  readonly #targets = new WeakMap<SMTPServerSession, Map<string, Target>>();
  readonly #inHand = new Set<Promise<unknown>>();
  #server: SMTPServer | undefined;
  #looking: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(
    private readonly config: Config,
    private readonly policy: MailPolicy,
    private readonly resolveTarget: ResolveMailTarget,
    private readonly takeMail: TakeMail,
    private readonly items: IntakeItems,
    private readonly giveUp: GiveUpRetry,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { smtp, roles } = this.config;
    if (!smtp || !roles.has('worker')) return;
    const server = this.#serverFor(smtp);
    const { server: listener } = server;
    server.listen(smtp.port, smtp.host);
    await once(listener, 'listening').catch((error: unknown) => {
      throw new Error(`Cannot listen on SMTP_HOST ${smtp.host}, SMTP_PORT ${smtp.port}: ${String(error)}`, {
        cause: error,
      });
    });
    server.on('error', (error) => this.#log.debug(`A dialogue ended: ${error.message}`));
    this.#server = server;
    this.#looking = setInterval(() => void this.#giveUpRetries().catch(() => undefined), LOOK_MS);
    const { port } = listener.address() as AddressInfo;
    this.#log.log(`Takes mails for ${this.config.mailAddresses.join(', ')} on ${smtp.host}:${port}`);
  }

  /** Mails that are here whole are finished. Who has sent less sends them again. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#looking);
    if (!this.#server) return;
    this.#server.server.close();
    await this.#settled(MAIL_MS);
    await new Promise<void>((resolve) => this.#server!.close(() => resolve()));
    await this.#settled(CLOSE_MS); // what was cut off leaves no files
  }

  async #settled(mostMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise((resolve) => (timer = setTimeout(resolve, mostMs)));
    await Promise.race([Promise.allSettled(this.#inHand), enough]);
    clearTimeout(timer);
  }

  #serverFor(smtp: SmtpSettings): SMTPServer {
    return new SMTPServer({
      ...(smtp.tls && { key: smtp.tls.key, cert: smtp.tls.cert }),
      disabledCommands: ['AUTH', ...(smtp.tls ? [] : ['STARTTLS'])],
      hideENHANCEDSTATUSCODES: false,
      disableReverseLookup: true,
      logger: false,
      size: this.config.mailMaxBytes,
      rejectOversized: true,
      maxClients: MAX_CLIENTS,
      maxRecipients: MAX_RECIPIENTS,
      socketTimeout: SILENCE_MS,
      closeTimeout: CLOSE_MS,
      onMailFrom: (address, session, done) =>
        this.#answer(done, async () => this.#greet(address.address, session, smtp)),
      onRcptTo: (address, session, done) => this.#answer(done, () => this.#address(address.address, session)),
      onData: (stream, session, done) => this.#answer(done, () => this.#take(stream, session)),
    });
  }

  #answer(done: (error?: Error | null, message?: string) => void, work: () => Promise<string | void>): void {
    const working = work().then(
      (message) => done(null, message ?? undefined),
      (error: unknown) => done(error instanceof SmtpReply ? error : this.#later(error)),
    );
    this.#inHand.add(working);
    void working.finally(() => this.#inHand.delete(working));
  }

  #greet(sender: string, session: SMTPServerSession, { tls }: SmtpSettings): void {
    this.#refuseWhenStopping();
    if (tls?.isRequired && !session.secure) throw new SmtpReply(530, 'Must issue a STARTTLS command first');
    const { allowedSenders } = this.policy;
    if (allowedSenders.length > 0 && !isSenderOf(sender, allowedSenders)) {
      throw new SmtpReply(550, 'Mails of this sender are not taken here');
    }
    this.#targets.set(session, new Map());
  }

  async #address(recipient: string, session: SMTPServerSession): Promise<void> {
    const named = targetOfAddress(recipient, this.config.mailAddresses);
    const target = named && (await this.resolveTarget.execute(named));
    if (!target) throw new SmtpReply(550, 'There is no such address here');
    // Two addresses for one place are one delivery.
    this.#targets.get(session)?.set(JSON.stringify(target), target);
  }

  async #take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const { mailFrom } = session.envelope;
    const envelopeSender = mailFrom ? mailFrom.address : '';
    const targets = [...(this.#targets.get(session)?.values() ?? [])];
    const items = await this.takeMail
      .execute(stream.iterator({ destroyOnReturn: false }), () =>
        targets.map((target): MailDelivery => ({ origin: ORIGIN, target, envelopeSender, isNewTry: true })),
      )
      .finally(() => stream.resume()); // a client that still sends does not hear the answer
    return answerFor(items);
  }

  #refuseWhenStopping(): void {
    if (this.#isStopping) throw new SmtpReply(421, 'The service is stopping, try again in a moment');
  }

  /** Nothing of what went wrong here is anything the other side could do something about. */
  #later(error: unknown): SmtpReply {
    if (error instanceof DomainError && error.kind === 'too-large') return new SmtpReply(552, error.message);
    const words = error instanceof Error ? error.message : String(error);
    this.#log.warn(`A mail is left to its sender for now: ${words}`);
    const isFull =
      error instanceof Error && ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
    return isFull
      ? new SmtpReply(452, 'There is no room for it now, try again later')
      : new SmtpReply(451, 'It cannot be taken now, try again later');
  }

  /** What came this way is with its sender only. */
  async #giveUpRetries(): Promise<void> {
    for (const item of await this.items.toRetry('email', [ORIGIN], 50)) {
      const waitedMs = this.clock.now().getTime() - (item.retryRequestedAt?.getTime() ?? 0);
      if (waitedMs < RETRY_GRACE_MS) continue;
      await this.giveUp.execute(
        item,
        'It came by SMTP, which keeps nothing that is refused. Let it be sent again.',
      );
    }
  }
}

/** Refused altogether, the sender shall know; in part, whoever reads the list of arrivals. */
function answerFor(items: readonly IntakeItemState[]): string {
  const refused = items.filter(({ result }) => result !== 'accepted');
  const [first] = refused;
  if (first && refused.length === items.length) throw new SmtpReply(554, first.reason ?? 'It was refused');
  const documents = `${items.length - refused.length} documents`;
  return first ? `OK: ${documents}, ${refused.length} refused` : `OK: ${documents}`;
}
