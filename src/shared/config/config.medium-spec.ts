import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SELF_SIGNED_CERTIFICATE } from '../../../test/support/self-signed-certificate.js';
import { Config } from './config.js';

const { cert, key } = SELF_SIGNED_CERTIFICATE;

describe('WEBHOOK_EXTRA_CA_FILE', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recordengine-ca-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function read(text: string): Promise<Config> {
    const file = join(folder, 'ca.pem');
    await writeFile(file, text);
    return Config.read({ WEBHOOK_EXTRA_CA_FILE: file });
  }

  it('may hold several certificates, and words between them', async () => {
    const { webhookExtraCas } = await read(`Übernommen von\r\n${cert}\n# and\n${cert}`);
    expect(webhookExtraCas).toEqual([cert, cert]);
  });

  it.each([
    ['without a certificate', key],
    ['with a damaged one', cert + cert.replace('MIIB', 'AAAA')],
  ])('stops the start %s', async (_, text) => {
    await expect(read(text)).rejects.toThrow(/^ +WEBHOOK_EXTRA_CA_FILE must be a file of PEM certificates/m);
  });

  it.each([['missing.pem'], ['']])('stops the start when it cannot be read: %j', (name) => {
    expect(() => Config.read({ WEBHOOK_EXTRA_CA_FILE: join(folder, name) })).toThrow(
      /^ +WEBHOOK_EXTRA_CA_FILE must be a file of PEM certificates: Error: E(NOENT|ISDIR)/m,
    );
  });
});
