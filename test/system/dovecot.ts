import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { freePort } from '../support/service.js';
import { until } from '../support/until.js';

/** `mail`, on every Debian. Dovecot does not read mails as root. */
const MAIL_ID = 8;
const PASSWORD = 'se/cr+et@';

/** A real IMAP server on the loopback, with a folder of its own. Any user may enter with the password. */
export class Dovecot {
  #child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    readonly port: number,
    /** TLS from the first byte; the other one has STARTTLS. */
    readonly tlsPort: number,
  ) {}

  static async start(): Promise<Dovecot> {
    const folder = await mkdtemp(join(tmpdir(), 're-dovecot-'));
    await chmod(folder, 0o755);
    await mkdir(join(folder, 'mail'));
    await chown(join(folder, 'mail'), MAIL_ID, MAIL_ID);
    const dovecot = new Dovecot(folder, await freePort(), await freePort());
    dovecot.#makeCertificate();
    await writeFile(
      join(folder, 'dovecot.conf'),
      `base_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${dovecot.certificate}
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
first_valid_uid = ${MAIL_ID}
mail_location = maildir:${folder}/mail/%u
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${MAIL_ID} gid=${MAIL_ID} home=${folder}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${dovecot.port}
  }
  inet_listener imaps {
    port = ${dovecot.tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
`,
    );
    await dovecot.begin();
    return dovecot;
  }

  get password(): string {
    return PASSWORD;
  }

  /** For 127.0.0.1, signed by itself. */
  get certificate(): string {
    return join(this.folder, 'cert.pem');
  }

  url(user: string, rest = '', port = this.port): string {
    return `imap://${this.login(user)}@127.0.0.1:${port}/INBOX?tls=none${rest}`;
  }

  login(user: string): string {
    return `${user}:${encodeURIComponent(this.password)}`;
  }

  #makeCertificate(): void {
    const words =
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 ` +
      `-addext subjectAltName=IP:127.0.0.1 -keyout ${this.folder}/key.pem -out ${this.certificate}`;
    execFileSync('openssl', words.split(' '), { stdio: 'ignore' });
  }

  async begin(): Promise<void> {
    this.#child = spawn('/usr/sbin/dovecot', ['-F', '-c', join(this.folder, 'dovecot.conf')], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await until('Dovecot answers', async () => {
      if (this.#child?.exitCode !== null) {
        throw new Error(
          `Dovecot ended:\n${await readFile(join(this.folder, 'log'), 'utf8').catch(() => '')}`,
        );
      }
      return this.with('probe', async () => true).catch(() => false);
    });
  }

  async end(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  async stop(): Promise<void> {
    await this.end();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A mail client of that user, in its INBOX. */
  async with<T>(user: string, work: (client: ImapFlow) => Promise<T>): Promise<T> {
    const auth = { user, pass: this.password };
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: this.port,
      auth,
      doSTARTTLS: false,
      logger: false,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.mailboxOpen('INBOX');
      return await work(client);
    } finally {
      client.close();
    }
  }

  append(user: string, raw: string): Promise<unknown> {
    return this.with(user, (client) => client.append('INBOX', raw.replace(/\r?\n/g, '\r\n')));
  }

  logged(): Promise<string> {
    return readFile(join(this.folder, 'log'), 'utf8');
  }

  async unread(user: string, mailbox = 'INBOX'): Promise<number> {
    return this.with(user, async (client) => {
      const status = await client.status(mailbox, { unseen: true });
      return (status && status.unseen) || 0;
    });
  }

  async count(user: string, mailbox: string): Promise<number> {
    return this.with(user, async (client) => {
      const status = await client.status(mailbox, { messages: true });
      return (status && status.messages) || 0;
    });
  }

  /** As after a restored backup: the same mails, under other UIDs. Only while nobody is in the mailbox. */
  async forgetUids(user: string): Promise<void> {
    const folder = join(this.folder, 'mail', user);
    for (const name of await readdir(folder)) {
      if (name.startsWith('dovecot')) await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}
