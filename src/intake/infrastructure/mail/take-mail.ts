import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../../shared/config/config.js';
import { DomainError } from '../../../shared/kernel/domain-error.js';
import type { Mail, MailDelivery } from '../../application/mail.js';
import { ReceiveMail } from '../../application/receive-mail.js';
import type { IntakeItemState } from '../../domain/intake-item.js';
import { MailKey } from './mail-key.js';
import { readMail } from './read-mail.js';

/** Mails in hand at a time, over both ways: each holds a connection to the database for some of the time. */
const LANES = 2;
/** A folder that old belongs to a process that was killed. */
const ABANDONED_MS = 24 * 3_600_000;

/** Receives raw mails: to disk first, then apart, then in. */
@Injectable()
export class TakeMail implements OnModuleInit {
  readonly #folder: string;
  readonly #waiting: (() => void)[] = [];
  #free = LANES;

  constructor(
    private readonly config: Config,
    private readonly receive: ReceiveMail,
  ) {
    this.#folder = join(config.dataDir, 'mail');
  }

  async onModuleInit(): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const path = join(this.#folder, name);
      const made = await stat(path).catch(() => undefined);
      if (made && made.mtimeMs < Date.now() - ABANDONED_MS) await rm(path, { recursive: true, force: true });
    }
  }

  /**
   * @param deliveriesOf by the mail, each to another place
   * @returns the items, all settled and committed
   * @throws mail_too_large, once the mail was read to its end; and whatever trouble is not in the mail
   */
  async execute(
    raw: AsyncIterable<Uint8Array>,
    deliveriesOf: (mail: Mail) => MailDelivery[] | Promise<MailDelivery[]>,
  ): Promise<IntakeItemState[]> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(this.#folder, 'mail-'));
    try {
      const file = join(folder, 'raw');
      const key = await this.#spool(raw, file);
      return await this.#inLane(async () => {
        const mail = await readMail(file, folder, key);
        const settled: IntakeItemState[] = [];
        for (const delivery of await deliveriesOf(mail)) {
          settled.push(...(await this.receive.execute(mail, delivery)));
        }
        return settled;
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** For a mail that is not even received. @param key as of `Mail` */
  refuse(key: string, problem: string, delivery: MailDelivery): Promise<IntakeItemState[]> {
    const head = { from: [], fromText: '', recipients: [], subject: '' };
    return this.receive.execute({ key, ...head, refsFiles: [], parts: [], problem }, delivery);
  }

  async #spool(raw: AsyncIterable<Uint8Array>, file: string): Promise<string> {
    const key = new MailKey();
    const { mailMaxBytes } = this.config;
    let size = 0;
    async function* limited(): AsyncGenerator<Uint8Array> {
      for await (const chunk of raw) {
        size += chunk.length;
        if (size > mailMaxBytes) continue; // an SMTP client listens only after its last byte
        key.add(chunk);
        yield chunk;
      }
    }
    await pipeline(Readable.from(limited(), { objectMode: false }), createWriteStream(file));
    if (size <= mailMaxBytes) return key.digest();
    throw new DomainError('too-large', 'mail_too_large', `The mail is larger than ${mailMaxBytes} bytes.`);
  }

  async #inLane<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
