import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Client } from '../support/client.js';
import { SELF_SIGNED_CERTIFICATE } from '../support/self-signed-certificate.js';
import { freePort, Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';

jest.setTimeout(90_000); // a start of the service each

const run = promisify(execFile);

describe('Receiving mails from swaks', () => {
  let database: TestDatabase;
  let root: string;
  let port: number;
  let service: Service | undefined;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 're-swaks-'));
    database = await TestDatabase.create();
    port = await freePort();
  });
  afterEach(async () => {
    await service?.stop();
    service = undefined;
    await database.drop();
    await rm(root, { recursive: true, force: true });
  });

  const start = async (env: Record<string, string> = {}): Promise<void> => {
    service = await Service.start(
      {
        ...{ DATABASE_URL: database.url, SMTP_PORT: String(port), MAIL_ADDRESSES: 'inbox@records.example' },
        ...env,
      },
      join(root, 'data'),
    );
  };
  /** @returns the dialogue, whatever came of it */
  const swaks = async (words: string[] = [], to = 'inbox@records.example'): Promise<string> => {
    const usual = ['--server', '127.0.0.1', '--port', String(port), '--from', 'ann@example.com'];
    const all = [...usual, '--to', to, ...words];
    const { stdout } = await run('swaks', all).catch((error: Error & { stdout: string }) => error);
    return stdout;
  };
  const documents = async (): Promise<{ filename: string }[]> =>
    (await new Client(service!).get<{ items: { filename: string }[] }>('/api/documents')).items.reverse();

  it('takes a text and files, and is asked for what it takes', async () => {
    const file = join(root, 'order.csv');
    await writeFile(file, 'item,quantity\nscrews,12\n');
    await start();
    const words = ['--header', 'Subject: An order', '--body', 'Please see it.', '--attach', `@${file}`];
    const dialogue = await swaks(words);
    expect(dialogue).toMatch(/<- {2}250[- ]SIZE /);
    expect(dialogue).toMatch(/<- {2}250 .*2 documents/);
    expect((await documents()).map(({ filename }) => filename)).toEqual(['An order.txt', 'order.csv']);
    expect(await swaks([], 'nobody@records.example')).toMatch(/<\*\* 550 /);
    expect(await documents()).toHaveLength(2);
  });

  /** As swaks does it. */
  const itWithTls = can('perl', '-MNet::SSLeay', '-e', '1') ? it : it.skip;
  itWithTls('encrypts by STARTTLS, and takes nothing without where it must', async () => {
    const [cert, key] = [join(root, 'cert.pem'), join(root, 'key.pem')];
    await writeFile(cert, SELF_SIGNED_CERTIFICATE.cert);
    await writeFile(key, SELF_SIGNED_CERTIFICATE.key);
    await start({ SMTP_TLS_CERT_FILE: cert, SMTP_TLS_KEY_FILE: key, SMTP_TLS_REQUIRED: 'true' });
    expect(await swaks()).toMatch(/<\*\* 530 /);
    expect(await swaks(['--tls'])).toMatch(/<~ {2}250 .*1 documents/);
    expect(await documents()).toHaveLength(1);
  });

  /** Where file systems may be mounted. */
  const itWithDisks = canMount() ? it : it.skip;
  for (const full of ['data/mail', 'data/files']) {
    itWithDisks(`answers 452 while there is no room in ${full}, and takes the mail afterwards`, async () => {
      const disk = join(root, full);
      await mkdir(disk, { recursive: true });
      mount(disk);
      try {
        await start();
        const words = [
          '--header',
          'Message-Id: <1@example.com>',
          '--header',
          'Date: Thu, 1 Jan 1970 00:00:00 +0000',
        ];
        const large = [...words, '--body', 'a'.repeat(100_000)];
        const filler = join(disk, 'filler');
        await writeFile(filler, Buffer.alloc(2 * 1024 * 1024)).catch(() => undefined);
        expect(await swaks(large)).toMatch(/<\*\* 452 /);
        expect(await documents()).toEqual([]);
        await rm(filler);
        expect(await swaks(large)).toMatch(/<- {2}250 .*1 documents/);
        expect(await documents()).toHaveLength(1);
        expect(await readdir(join(root, 'data/mail'))).toEqual([]);
        await service!.stop();
      } finally {
        await service?.stop();
        execFileSync('umount', [disk]);
      }
    });
  }
});

function can(program: string, ...words: string[]): boolean {
  try {
    execFileSync(program, words, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function canMount(): boolean {
  try {
    const folder = execFileSync('mktemp', ['-d']).toString().trim();
    mount(folder);
    execFileSync('umount', [folder]);
    execFileSync('rmdir', [folder]);
    return true;
  } catch {
    return false;
  }
}

function mount(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', folder], { stdio: 'ignore' });
}
