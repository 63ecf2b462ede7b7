import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { Client } from '../support/client.js';
import { holdBack } from '../support/hold-back.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { Dovecot } from './dovecot.js';
import { ImapProxy } from './imap-proxy.js';

jest.setTimeout(120_000); // several starts of the service each

interface Item {
  id: number;
  name: string;
  origin: string;
  result: string;
  reason: string | null;
  attempts: number;
}

describe('Fetching mails by IMAP, from Dovecot', () => {
  let dovecot: Dovecot;
  let database: TestDatabase;
  let sql: pg.Client;
  let dataDir: string;
  let user: string;
  let started: Service[];

  beforeAll(async () => {
    dovecot = await Dovecot.start();
  });
  afterAll(async () => {
    await dovecot?.stop();
  });
  beforeEach(async () => {
    started = [];
    user = `user-${randomUUID().slice(0, 8)}`;
    dataDir = await mkdtemp(join(tmpdir(), 're-imap-'));
    database = await TestDatabase.create();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
  });
  afterEach(async () => {
    await Promise.all(started.map((service) => service.stop()));
    await sql.end();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const start = async (env: Record<string, string> = {}): Promise<Service> => {
    const service = await Service.start(
      {
        ...{ DATABASE_URL: database.url, IMAP_URL: dovecot.url(user), IMAP_POLL: '500ms' },
        ...{ MAIL_ADDRESSES: 'inbox@records.example' },
        ...env,
      },
      dataDir,
    );
    started.push(service);
    return service;
  };
  const count = async (table: string): Promise<number> =>
    Number((await sql.query<{ count: string }>(`SELECT count(*) FROM ${table}`)).rows[0]!.count);
  const items = async (service: Service): Promise<Item[]> =>
    (await new Client(service).get<{ items: Item[] }>('/api/intake?channel=email&limit=200')).items.reverse();
  const taken = (documents: number): Promise<boolean> =>
    until(`there are ${documents} documents`, async () => (await count('documents')) === documents, 30);
  const read = (name = user): Promise<boolean> =>
    until('it is marked as read', async () => (await dovecot.unread(name)) === 0, 30);

  it('takes what is unread and what comes, and marks it as read', async () => {
    await dovecot.append(user, mail('1'));
    const service = await start({ IMAP_POLL: '1h' }); // what comes is told while idle
    await taken(2);
    await read();
    await dovecot.append(user, mail('2'));
    await taken(4);
    await read();
    expect(await items(service)).toMatchObject([
      { name: 'ann@example.com/An order.txt', result: 'accepted', origin: expect.stringContaining(user) },
      ...[{ name: 'ann@example.com/file.txt' }, { name: 'ann@example.com/An order.txt' }],
      { name: 'ann@example.com/file.txt', result: 'accepted' },
    ]);
    expect(service.log).not.toContain(dovecot.password);
    expect(service.log).not.toContain(encodeURIComponent(dovecot.password));
  });

  it('is killed between the documents of a mail, and has each of them once', async () => {
    const letGo = await holdBack(
      sql,
      'BEFORE UPDATE ON intake_items',
      `NEW.result = 'accepted' AND NEW.name LIKE '%/file.txt'`,
    );
    const first = await start();
    await dovecot.append(user, mail('1'));
    await until('the first is committed, the second about to be', async () => {
      const { rowCount } = await sql.query(
        `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
      );
      return rowCount === 1 && (await count('documents')) === 1;
    });
    expect(await dovecot.unread(user)).toBe(1);
    await first.signal('SIGKILL');
    await letGo();
    await start();
    await read();
    expect([await count('documents'), await count('intake_items')]).toEqual([2, 2]);
  });

  it('is killed in the middle of fetching a mail, and has each of its documents once', async () => {
    const proxy = await ImapProxy.start(dovecot.port);
    try {
      const env = { IMAP_URL: dovecot.url(user, '', proxy.port) };
      const first = await start(env);
      proxy.holdFirstContent();
      await dovecot.append(user, mail('1'));
      await until('it is in the middle of a mail', () => proxy.isHolding);
      await first.signal('SIGKILL');
      expect([await count('documents'), await dovecot.unread(user)]).toEqual([0, 1]);
      proxy.letGo();
      await start(env);
      await read();
      expect([await count('documents'), await count('intake_items')]).toEqual([2, 2]);
    } finally {
      await Promise.all(started.map((service) => service.stop()));
      await proxy.stop();
    }
  });

  it('is told to end with a mail in hand, and finishes it', async () => {
    const letGo = await holdBack(sql, 'BEFORE UPDATE ON intake_items', `NEW.result = 'accepted'`);
    const service = await start();
    await dovecot.append(user, mail('1'));
    await until(
      'it is about to be committed',
      async () =>
        (await sql.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).rowCount === 1,
    );
    const ended = service.signal('SIGTERM');
    await letGo();
    await ended;
    expect(service.process.exitCode).toBe(0);
    expect([await count('documents'), await dovecot.unread(user)]).toEqual([2, 0]);
  });

  it('is frozen while it fetches: another takes the mailbox over, and nothing is moved twice', async () => {
    const proxy = await ImapProxy.start(dovecot.port);
    try {
      const env = { IMAP_URL: dovecot.url(user, '&move_to=Taken', proxy.port) };
      const frozen = await start(env);
      await until('it has the mailbox', () => frozen.log.includes('Watches the mailbox'));
      const other = await start({ ...env, ROLES: 'worker' });
      await until('another one stands by', () => other.log.includes('stands by'));
      proxy.holdFirstContent();
      await dovecot.append(user, mail('1'));
      await until('it is in the middle of a mail', () => proxy.isHolding);
      frozen.process.kill('SIGSTOP');
      expect(await dovecot.count(user, 'INBOX')).toBe(1);
      await until('it is moved', async () => (await dovecot.count(user, 'INBOX')) === 0, 40);
      frozen.process.kill('SIGCONT');
      proxy.letGo();
      await until('the frozen one stands by', () => frozen.log.includes('stands by'));
      // The other one, before and after it has made the mailbox to which they are moved.
      expect(proxy.sent.filter((command) => command.includes('UID MOVE'))).toHaveLength(2);
      expect([await count('documents'), await dovecot.count(user, 'Taken')]).toEqual([2, 1]);
      await other.stop();
      await dovecot.append(user, mail('2'));
      await taken(4);
    } finally {
      await Promise.all(started.map((service) => service.stop()));
      await proxy.stop();
    }
  });

  it('encrypts, and says nothing to a server that it cannot trust', async () => {
    const urls = [
      `imaps://${dovecot.login(user)}@127.0.0.1:${dovecot.tlsPort}/INBOX`,
      `imap://${dovecot.login(user)}@127.0.0.1:${dovecot.port}/INBOX`,
    ];
    await dovecot.append(user, mail('1'));
    const wary = await start({ IMAP_URL: urls.join(' ') });
    await until(
      'it refuses both',
      () => [...wary.log.matchAll(/cannot be taken: .*certificate/gi)].length >= 2,
    );
    await wary.stop();
    expect(await count('intake_items')).toBe(0);
    for (const [at, url] of urls.entries()) {
      const service = await start({ IMAP_URL: url, NODE_EXTRA_CA_CERTS: dovecot.certificate });
      await taken(2 + 2 * at);
      await read();
      await service.stop();
      await dovecot.append(user, mail('2'));
    }
    expect(await dovecot.logged()).toMatch(/Login: .*TLS/);
  });

  it('leaves what is too large, says so, and takes it once the limit is higher', async () => {
    const small = await start({ MAIL_MAX_MB: '1' });
    await dovecot.append(user, mail('1', undefined, 'a'.repeat(1024 * 1024)));
    await dovecot.append(user, mail('2'));
    await taken(2);
    const [refused] = await until('it is refused', async () => {
      const failed = (await items(small)).filter(({ result }) => result === 'failed');
      return failed.length > 0 && failed;
    });
    expect(refused).toMatchObject({ reason: expect.stringContaining('larger than 1048576 bytes') });
    await until('the other one is read', async () => (await dovecot.unread(user)) === 1);
    await small.stop();
    await start({ MAIL_MAX_MB: '5' });
    await taken(4);
    await read();
  });

  it('takes nothing twice that is unread again, also under another UIDVALIDITY', async () => {
    const first = await start();
    await dovecot.append(user, mail('1'));
    await taken(2);
    await read();
    const before = await validityOf();
    await first.stop();
    await dovecot.with(user, (client) => client.messageFlagsRemove('1:*', ['\\Seen']));
    await dovecot.end();
    await dovecot.forgetUids(user);
    await dovecot.begin();
    expect(await validityOf()).not.toBe(before);
    expect(await dovecot.unread(user)).toBe(1);
    await start();
    await read();
    expect(await count('documents')).toBe(2);
  });

  async function validityOf(): Promise<string> {
    return dovecot.with(user, async (client) => String(client.mailbox && client.mailbox.uidValidity));
  }

  it('moves mails of two mailboxes, with two workers, each once', async () => {
    const other = `${user}-2`;
    const both = [user, other].map((name) => dovecot.url(name, '&move_to=Taken')).join(' ');
    await Promise.all([start({ IMAP_URL: both }), start({ IMAP_URL: both, ROLES: 'worker' })]);
    for (let at = 0; at < 10; at++) await dovecot.append(at % 2 ? user : other, mail(`${at}`));
    await taken(20);
    for (const name of [user, other]) {
      await until('they are moved', async () => (await dovecot.count(name, 'INBOX')) === 0, 30);
      expect(await dovecot.count(name, 'Taken')).toBe(5);
    }
    expect([await count('documents'), await count('intake_items')]).toEqual([20, 20]);
  });

  it('leaves what is refused unread, and tries it again when it is asked to', async () => {
    const service = await start({ IMAP_POLL: '1h' });
    await dovecot.append(user, mail('1', 'inbox+contact-2@records.example'));
    const failed = await until('it is refused', async () => {
      const all = await items(service);
      return all.length === 2 && all.every(({ result }) => result === 'failed') && all;
    });
    expect(failed[0]!.reason).toContain('Contact 2');
    expect(await dovecot.unread(user)).toBe(1);
    await service.json('POST', '/api/contacts', { name: 'Acme' });
    for (const { id } of failed) await service.json('POST', `/api/intake/${id}/retry`);
    await taken(2);
    await read();
    const contacts = await sql.query(`SELECT DISTINCT contact_id FROM documents`);
    expect(contacts.rows).toEqual([{ contact_id: 2 }]);
  });

  it('waits for a server that is away, and goes on when it is back', async () => {
    await dovecot.end();
    const service = await start();
    await until('it says so', () => service.log.includes('cannot be taken'));
    await new Client(service).reviewed();
    await dovecot.begin();
    await dovecot.append(user, mail('1'));
    await taken(3);
    await dovecot.end();
    await dovecot.begin();
    await dovecot.append(user, mail('2'));
    await taken(5);
    await read();
  });
});

/** With a text and a file. */
function mail(id: string, to = 'inbox@records.example', more = ''): string {
  return `From: Ann <ann@example.com>
To: ${to}
Subject: An order
Message-ID: <${id}@example.com>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

This is order ${id}.
--b
Content-Type: text/plain
Content-Disposition: attachment; filename=file.txt
Content-Transfer-Encoding: base64

${Buffer.from(`The file of ${id}\n${more}`).toString('base64')}
--b--
`;
}
