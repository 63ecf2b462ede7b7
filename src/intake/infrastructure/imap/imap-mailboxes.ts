import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../../shared/config/config.js';
import { Clock } from '../../../shared/kernel/clock.js';
import { GiveUpRetry } from '../../application/give-up-retry.js';
import { IntakeItems } from '../../application/intake-items.js';
import { ResolveMailTarget } from '../../application/resolve-mail-target.js';
import { TakeMail } from '../mail/take-mail.js';
import { ImapLoop } from './imap-loop.js';

/** Watches the mailboxes for as long as the application runs, in every process that is a worker. */
@Injectable()
export class ImapMailboxes implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loops: ImapLoop[];

  constructor(
    config: Config,
    takeMail: TakeMail,
    resolveTarget: ResolveMailTarget,
    items: IntakeItems,
    giveUp: GiveUpRetry,
    clock: Clock,
  ) {
    const accounts = config.roles.has('worker') ? config.imapAccounts : [];
    const options = {
      databaseUrl: config.databaseUrl,
      pollMs: config.imapPollMs,
      maxBytes: config.mailMaxBytes,
      addresses: config.mailAddresses,
    };
    this.#loops = accounts.map(
      (account) => new ImapLoop(account, takeMail, resolveTarget, items, giveUp, clock, options),
    );
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}
