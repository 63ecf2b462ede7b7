import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import pg from 'pg';
import { Client } from '../support/client.js';
import { holdBack } from '../support/hold-back.js';
import { SELF_SIGNED_CERTIFICATE } from '../support/self-signed-certificate.js';
import { freePort, Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

jest.setTimeout(90_000); // a start of the service each

interface Item {
  id: number;
  name: string;
  origin: string;
  source_key: string;
  result: string;
  reason: string | null;
  attempts: number;
  document_id: number | null;
}
interface Document {
  filename: string;
  source: string;
  contact_id: number;
  folder_id: number;
  notes: string;
}
type Refusal = Error & { responseCode?: number; response?: string };

describe('The SMTP receiver', () => {
  let database: TestDatabase;
  let sql: pg.Client;
  let root: string;
  let port: number;
  let service: Service | undefined;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 're-smtp-'));
    database = await TestDatabase.create();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    port = await freePort();
  });
  afterEach(async () => {
    await service?.stop();
    service = undefined;
    await sql.end();
    await database.drop();
    await rm(root, { recursive: true, force: true });
  });

  const start = async (env: Record<string, string> = {}): Promise<Service> =>
    (service = await Service.start(
      {
        ...{ DATABASE_URL: database.url, SMTP_PORT: String(port), MAIL_MAX_MB: '1' },
        ...{ MAIL_ADDRESSES: 'inbox@records.example', MAIL_REFS_SENDERS: '@trusted.example' },
        ...env,
      },
      join(root, 'data'),
    ));
  const MAIL = {
    from: 'Ann <ann@trusted.example>',
    to: 'inbox@records.example',
    subject: 'An order',
    messageId: '<1@trusted.example>',
    date: new Date(0),
    attachments: [{ filename: 'order.txt', content: 'An order of screws\n' }],
  } satisfies SendMailOptions;
  const send = async (mail: SendMailOptions = {}, options: object = {}): Promise<string> => {
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, ...options });
    try {
      return (await transport.sendMail(Object.assign({ baseBoundary: 'b' }, MAIL, mail))).response;
    } finally {
      transport.close();
    }
  };
  const refusalOf = async (mail: SendMailOptions, options: object = {}): Promise<Refusal> =>
    send(mail, options).then(
      (response) => {
        throw new Error(`It was taken: ${response}`);
      },
      (error: Refusal) => error,
    );
  const items = async (): Promise<Item[]> =>
    (
      await new Client(service!).get<{ items: Item[] }>('/api/intake?channel=email&limit=200')
    ).items.reverse();
  const documentOf = ({ document_id }: Item): Promise<Document> =>
    new Client(service!).get<Document>(`/api/documents/${document_id}`);
  const count = async (table: string): Promise<number> =>
    Number((await sql.query<{ count: string }>(`SELECT count(*) FROM ${table}`)).rows[0]!.count);
  const isHeldBack = async (): Promise<boolean> =>
    (await sql.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).rowCount === 1;

  it('makes documents of a mail, and says 250 when they are committed', async () => {
    await start();
    const response = await send({ text: 'Please see the file.' });
    expect(response).toMatch(/^250 .*2 documents/);
    const [text, file] = await items();
    expect([text, file]).toMatchObject([
      { origin: 'smtp', name: 'ann@trusted.example/An order.txt', result: 'accepted' },
      { origin: 'smtp', name: 'ann@trusted.example/order.txt', result: 'accepted' },
    ]);
    expect(await documentOf(file!)).toMatchObject({
      ...{ filename: 'order.txt', source: 'Email', contact_id: 1, folder_id: 1 },
      notes: expect.stringContaining('ann@trusted.example'),
    });
    expect(await readdir(join(root, 'data/mail'))).toEqual([]);
  });

  it('takes a mail that is sent again once, whatever the servers on the way add', async () => {
    await start();
    await send();
    await send({ headers: { Received: 'from elsewhere' } });
    expect(await count('documents')).toBe(1);
    await send({ messageId: '<2@trusted.example>' });
    expect(await count('documents')).toBe(2);
  });

  it('goes where a plus-address says, to each place once, and knows no other addresses', async () => {
    await start();
    const { body: contact } = await service!.json<{ id: number }>('POST', '/api/contacts', { name: 'Acme' });
    const { body: folders } = await service!.json<{ items: { id: number; name: string }[] }>(
      'GET',
      `/api/folders?contact_id=${contact.id}`,
    );
    const review = folders.items.find(({ name }) => name === 'Review')!.id;
    const documents = folders.items.find(({ name }) => name === 'Documents')!.id;
    const to = [`contact-${contact.id}`, `folder-${review}`, `contact-${contact.id}+folder-${review}`];
    await send({ to: to.map((tag) => `inbox+${tag}@records.example`) });
    const got = await Promise.all((await items()).map(documentOf));
    expect(got.map((each) => [each.contact_id, each.folder_id])).toEqual([
      [contact.id, documents],
      [contact.id, review],
    ]);
    for (const address of [
      'other@records.example',
      'inbox+contact-99@records.example',
      'inbox+x@records.example',
    ]) {
      expect((await refusalOf({ to: address })).responseCode).toBe(550);
    }
    expect(await count('intake_items')).toBe(2);
  });

  it('takes external_refs from those that may give them, byte for byte', async () => {
    await start();
    const refs = '{ "crm":{"record_id":12345678901234567890},\n\t"b":1.0, "b":1e2, "c":"\\u00e4\\/ä" }';
    const attachments = [...MAIL.attachments, { filename: 'external_refs.json', content: refs }];
    await send({ attachments });
    await send({ attachments, from: 'eve@elsewhere.example' });
    await send({ attachments, messageId: '<3@x>', envelope: { from: 'eve@elsewhere.example', to: MAIL.to } });
    await send({ messageId: '<4@x>', subject: 'external_refs={"crm": 1.0}' });
    const all = await items();
    const kept = await Promise.all(
      all.map(async (item) =>
        (await service!.fetch(`/api/documents/${item.document_id}/external_refs`)).text(),
      ),
    );
    expect(kept).toEqual([refs, '{}', '{}', '{"crm": 1.0}']);
    expect((await documentOf(all[1]!)).notes).toContain('external_refs were ignored');
    const bad = await refusalOf({ messageId: '<5@x>', subject: 'external_refs={"crm": 1' });
    expect([bad.responseCode, bad.message]).toEqual([554, expect.stringContaining('external_refs')]);
    expect(await count('documents')).toBe(4);

    const attached = (messageId: string, content: Buffer): SendMailOptions => ({
      ...{ messageId, attachments: [...MAIL.attachments, { filename: 'external_refs.json', content }] },
    });
    const odd = await refusalOf(attached('<6@x>', Buffer.from('{"a":"\xe9"}', 'latin1')));
    expect([odd.responseCode, odd.message]).toEqual([554, expect.stringContaining('UTF-8')]);
    expect(await count('documents')).toBe(4);
    await send(attached('<7@x>', Buffer.from(`\ufeff${refs}`)));
    const last = (await items()).at(-1)!;
    const marked = await service!.fetch(`/api/documents/${last.document_id}/external_refs`);
    expect(await marked.text()).toBe(refs);
  });

  it('refuses what holds nothing, and tries it again when it is sent again', async () => {
    await start();
    const empty = { attachments: [{ filename: 'a.txt', content: '' }] };
    expect(await refusalOf(empty)).toMatchObject({
      responseCode: 554,
      message: expect.stringContaining('empty'),
    });
    expect(await refusalOf({ attachments: [] })).toMatchObject({ responseCode: 554 });
    await refusalOf(empty);
    const [first, nothing] = await items();
    expect([first, nothing]).toMatchObject([
      { result: 'failed', attempts: 2 },
      { result: 'failed', attempts: 1, reason: expect.stringContaining('no attachment') },
    ]);
    await service!.json('POST', `/api/intake/${first!.id}/retry`);
    await until('it is given up', async () => (await items())[0]!.reason?.includes('sent again'), 40);
    const mixed = await send({ ...empty, text: 'A text', messageId: '<6@x>' });
    expect(mixed).toMatch(/^250 .*1 documents, 1 refused/);
  });

  it('refuses other senders, what is too large, and what nobody encrypts', async () => {
    const [cert, key] = [join(root, 'cert.pem'), join(root, 'key.pem')];
    await writeFile(cert, SELF_SIGNED_CERTIFICATE.cert);
    await writeFile(key, SELF_SIGNED_CERTIFICATE.key);
    await start({
      ...{ SMTP_TLS_CERT_FILE: cert, SMTP_TLS_KEY_FILE: key, SMTP_TLS_REQUIRED: 'true' },
      MAIL_ALLOWED_SENDERS: 'ann@trusted.example',
    });
    const secure = { ignoreTLS: false, requireTLS: true, tls: { rejectUnauthorized: false } };
    expect((await refusalOf({})).responseCode).toBe(530);
    expect((await refusalOf({ from: 'bob@trusted.example' }, secure)).responseCode).toBe(550);
    const envelope = { from: 'ann@trusted.example', to: MAIL.to };
    expect(await refusalOf({ from: 'bob@trusted.example', envelope }, secure)).toMatchObject({
      ...{ responseCode: 554, message: expect.stringContaining('MAIL_ALLOWED_SENDERS') },
    });
    const large = { attachments: [{ filename: 'large.txt', content: 'a'.repeat(1024 * 1024) }] };
    expect((await refusalOf(large, secure)).responseCode).toBe(552);
    expect(await send({}, secure)).toMatch(/^250/);
    expect(await count('documents')).toBe(1);
  });

  it('says its limit, refuses what is announced to be larger, and what is without a word', async () => {
    await start();
    const dialogue = await Dialogue.open(port);
    try {
      expect(await dialogue.say('EHLO a')).toContain(`SIZE ${1024 * 1024}`);
      expect(await dialogue.say('MAIL FROM:<a@x.example> SIZE=2000000')).toMatch(/^552/);
      expect(await dialogue.say('MAIL FROM:<a@x.example>')).toMatch(/^250/);
      expect(await dialogue.say('RCPT TO:<inbox@records.example>')).toMatch(/^250/);
      expect(await dialogue.say('DATA')).toMatch(/^354/);
      expect(await dialogue.say(`Subject: a\r\n\r\n${`${'a'.repeat(70)}\r\n`.repeat(20_000)}.`)).toMatch(
        /^552/,
      );
      expect(await dialogue.say('AUTH PLAIN')).toMatch(/^5/);
    } finally {
      dialogue.end();
    }
    expect(await count('intake_items')).toBe(0);
    expect(await readdir(join(root, 'data/mail'))).toEqual([]);
  });

  it('makes nothing of a mail whose sender hangs up in the middle', async () => {
    await start();
    const dialogue = await Dialogue.open(port);
    await dialogue.say('EHLO a');
    await dialogue.say('MAIL FROM:<a@x.example>');
    await dialogue.say('RCPT TO:<inbox@records.example>');
    await dialogue.say('DATA');
    dialogue.write('Subject: half\r\n\r\nThis is only the beginni');
    await until(
      'it is being received',
      async () => (await readdir(join(root, 'data/mail')).catch(() => [])).length > 0,
    );
    dialogue.end();
    await until('nothing is left of it', async () => (await readdir(join(root, 'data/mail'))).length === 0);
    expect(await count('intake_items')).toBe(0);
  });

  it('leaves a mail to its sender while the database is away, and takes it once afterwards', async () => {
    await start();
    await sql.query('BEGIN');
    await sql.query('LOCK TABLE documents IN ACCESS EXCLUSIVE MODE');
    const sending = refusalOf({ text: 'Please see the file.' });
    await until('its document waits', async () => {
      const { rowCount } = await sql.query(
        `SELECT FROM pg_locks WHERE relation = 'documents'::regclass AND mode = 'RowExclusiveLock' AND NOT granted`,
      );
      return rowCount! > 0;
    });
    await sql.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    expect((await sending).responseCode).toBe(451);
    await sql.query('ROLLBACK');
    await until('it is taken', () => send({ text: 'Please see the file.' }).catch(() => undefined), 40);
    expect(await count('documents')).toBe(2);
    expect((await items()).map(({ result }) => result)).toEqual(['accepted', 'accepted']);
  });

  it('keeps winmail.dat as a document that says why it is not read', async () => {
    await start();
    const tnef = Buffer.concat([Buffer.from('789f3e22', 'hex'), Buffer.alloc(2000, 1)]); // [MS-OXTNEF] 2.1.3.1
    await send({
      attachments: [
        { filename: 'winmail.dat', content: tnef, contentType: 'application/ms-tnef' },
        { filename: 'noname', content: tnef, contentType: 'application/octet-stream' },
      ],
    });
    for (const item of await items()) {
      const { status_reason } = await new Client(service!).status(item.document_id!, 'Exception');
      expect(status_reason).toMatch(/TNEF.*ask for the files/);
    }
    expect((await documentOf((await items())[0]!)).notes).toContain('winmail.dat');
    const kept = await service!.fetch(`/api/documents/${(await items())[0]!.document_id}/file`);
    expect(Buffer.from(await kept.arrayBuffer()).equals(tnef)).toBe(true);
  });

  it('is told to end: finishes the mail that is here whole, and leaves the other to its sender', async () => {
    await start();
    const half = await Dialogue.open(port);
    for (const line of ['EHLO a', 'MAIL FROM:<a@x.example>', `RCPT TO:<${MAIL.to}>`, 'DATA']) {
      await half.say(line);
    }
    half.write('Subject: half\r\n\r\nThis is only the beginni');
    const letGo = await holdBack(sql, 'BEFORE UPDATE ON intake_items', `NEW.result = 'accepted'`);
    const sending = send();
    await until('its document is about to be committed', isHeldBack);
    const ended = service!.signal('SIGTERM');
    await until('it takes no more', () => isRefused(port));
    await letGo();
    expect(await sending).toMatch(/^250 .*1 documents/);
    await ended;
    expect(service!.process.exitCode).toBe(0);
    expect(await half.rest()).not.toMatch(/^250/m);
    expect(await readdir(join(root, 'data/mail'))).toEqual([]);
    await start();
    expect(await send()).toMatch(/^250 .*1 documents/); // had the 250 been lost
    expect([await count('documents'), await count('intake_items')]).toEqual([1, 1]);
  });

  it('is killed while it receives a mail, and has it once when it is sent again', async () => {
    await start();
    const dialogue = await Dialogue.open(port);
    for (const line of ['EHLO a', 'MAIL FROM:<a@x.example>', `RCPT TO:<${MAIL.to}>`, 'DATA']) {
      await dialogue.say(line);
    }
    dialogue.write('Subject: half\r\n\r\nThis is only the beginni');
    const spooled = (): Promise<string[]> => readdir(join(root, 'data/mail')).catch(() => []);
    await until('it is being received', async () => (await spooled()).length > 0);
    await service!.signal('SIGKILL');
    expect(await dialogue.rest()).toBe('');
    const [left] = await spooled();
    const old = new Date(Date.now() - 25 * 3_600_000);
    await utimes(join(root, 'data/mail', left!), old, old);
    await start();
    expect(await spooled()).toEqual([]); // nobody comes back to it
    expect(await count('intake_items')).toBe(0);
    expect(await send()).toMatch(/^250/);
    expect(await count('documents')).toBe(1);
  });

  it('is killed between the documents of a mail, and has each of them once when it is sent again', async () => {
    await start();
    const letGo = await holdBack(
      sql,
      'BEFORE UPDATE ON intake_items',
      `NEW.result = 'accepted' AND NEW.name LIKE '%/order.txt'`,
    );
    const sending = refusalOf({ text: 'Please see the file.' });
    await until(
      'the first is committed, the second about to be',
      async () => (await isHeldBack()) && (await count('documents')) === 1,
    );
    await service!.signal('SIGKILL');
    expect((await sending).responseCode ?? 0).not.toBe(250);
    await letGo();
    await start();
    expect(await send({ text: 'Please see the file.' })).toMatch(/2 documents/);
    expect(await count('documents')).toBe(2);
    expect((await items()).map(({ name }) => name)).toEqual([
      'ann@trusted.example/An order.txt',
      'ann@trusted.example/order.txt',
    ]);
  });
});

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(false));
    socket.on('error', () => resolve(true)).on('connect', () => socket.destroy());
  });
}

/** A client that says what it likes. */
class Dialogue {
  #answer = '';

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => (this.#answer += chunk.toString()));
    socket.on('error', () => undefined);
  }

  static async open(port: number): Promise<Dialogue> {
    const dialogue = new Dialogue(connect(port, '127.0.0.1'));
    await dialogue.answer();
    return dialogue;
  }

  say(line: string): Promise<string> {
    this.write(`${line}\r\n`);
    return this.answer();
  }

  write(text: string): void {
    this.socket.write(text);
  }

  end(): void {
    this.socket.destroy();
  }

  /** What it says until it hangs up. */
  async rest(): Promise<string> {
    await until('it hangs up', () => this.socket.closed, 30);
    return this.#answer;
  }

  private async answer(): Promise<string> {
    const answer = await until('it answers', () => /^\d{3} .*\r\n$/m.test(this.#answer) && this.#answer);
    this.#answer = '';
    return answer;
  }
}
