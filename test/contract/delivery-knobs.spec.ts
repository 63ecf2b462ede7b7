import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { Config } from '../../src/shared/config/config.js';
import { ConfigDeliverySettings } from '../../src/webhook-delivery/infrastructure/config-delivery-settings.js';

const ROW =
  /^\| `(?<name>[A-Z_]+)` +\| (?:`(?<value>[^`]+)`|none) +\| (?<unit>[^|]*[^| ]) +\| (?<meaning>[^|]*[^| ]) +\|$/;
/** Of those that are read, the ones that delivery depends on. */
const OF_DELIVERY = /^(WEBHOOK_.*|RETENTION_DAYS|ROLES)$/;

describe('The settings of delivery, in docs/delivery.md,', () => {
  const section = async (): Promise<string> => {
    const page = await readFile(new URL('../../docs/delivery.md', import.meta.url), 'utf8');
    return /^## Knobs$([^]*?)(?=^## )/m.exec(page)?.[1] ?? '';
  };
  const rows = async (): Promise<{ name: string; value: string | undefined }[]> =>
    (await section())
      .split('\n')
      .filter((line) => /^\| `[A-Z]/.test(line))
      .map((line) => {
        const { name = line, value } = ROW.exec(line)?.groups ?? {};
        return { name, value };
      });

  it('are all that are read, and no other', async () => {
    const read = new Set<string>();
    Config.read(new Proxy({}, { get: (_, name) => void read.add(String(name)) }));
    const names = [...read].filter((name) => OF_DELIVERY.test(name));
    expect(names.length).toBeGreaterThanOrEqual(9);
    expect((await rows()).map(({ name }) => name).sort()).toEqual(names.sort());
  });

  it('have the defaults that are told', async () => {
    const defaults = Config.read({});
    for (const { name, value } of await rows()) {
      expect([name, Config.read({ [name]: value })]).toEqual([name, defaults]);
      const unset = { WEBHOOK_ALLOWED_CIDRS: [], WEBHOOK_EGRESS_PROXY: undefined, WEBHOOK_EXTRA_CA_FILE: [] };
      expect([name, value === undefined]).toEqual([name, name in unset]);
    }
    expect(defaults).toMatchObject({ webhookAllowedCidrs: [], webhookExtraCas: [] });
    expect(defaults.webhookEgressProxy).toBeUndefined();
  });

  it('are beside how many requests a process has in flight', async () => {
    const { maxInFlight } = new ConfigDeliverySettings(Config.read({}));
    expect(await section()).toMatch(
      new RegExp(`^\\| Requests in flight of a process \\| ${maxInFlight} +\\|`, 'm'),
    );
  });
});
