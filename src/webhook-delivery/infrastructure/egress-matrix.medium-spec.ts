import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { WebhookReceiver } from '../../../test/support/webhook-receiver.js';
import { Config } from '../../shared/config/config.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { Endpoint } from '../domain/endpoint.js';
import type { WebhookMessage } from '../application/webhook-sender.js';
import { AddressPolicy } from './address-policy.js';
import { Connector } from './connector.js';
import { DnsTargetPolicy } from './dns-target-policy.js';
import { HttpWebhookSender } from './http-webhook-sender.js';
import { VettedLookup, type Resolve } from './vetted-lookup.js';
import { newWebhookSecret } from './webhook-signature.js';

const page = readFileSync(new URL('../../../docs/egress.md', import.meta.url), 'utf8');
const MESSAGE: WebhookMessage = {
  id: 'e',
  event: 'document.exported',
  body: '{}',
  attempt: 1,
  resend: false,
};

describe('docs/egress.md', () => {
  const senders: HttpWebhookSender[] = [];

  afterEach(async () => {
    for (const each of senders.splice(0)) each.onApplicationShutdown();
  });

  function sender(resolve: Resolve, allowed: string[] = []): HttpWebhookSender {
    const made = new HttpWebhookSender(
      new Connector(new VettedLookup(new AddressPolicy(allowed), resolve), 5000),
      5000,
    );
    senders.push(made);
    return made;
  }

  /** `allowed`, or the code of the refusal. */
  async function atCreation(url: string, resolve: Resolve): Promise<string> {
    try {
      const settings = { url, events: [], description: null, enabled: true, headers: {}, maxInFlight: 1 };
      Endpoint.create({ ...settings, auth: { type: 'none' } }, newWebhookSecret(), new Date());
      const config = Config.read({ PUBLIC_BASE_URL: 'https://records.example.com' });
      await new DnsTargetPolicy(new VettedLookup(new AddressPolicy([]), resolve), config).check(url);
      return 'allowed';
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  }

  /** The class of the failure. Only for what is refused, so the lookup is asked first: nothing else is reached. */
  async function atConnection(url: string, resolve: Resolve): Promise<string | null> {
    const hostname = new URL(url).hostname.replace(/^\[|\]$/g, '');
    await expect(new VettedLookup(new AddressPolicy([]), resolve).addresses(hostname)).rejects.toThrow();
    return (await send(sender(resolve), url)).errorClass;
  }

  function send(by: HttpWebhookSender, url: string): ReturnType<HttpWebhookSender['send']> {
    const target = { endpointId: 1, url, auth: { type: 'none' as const }, headers: {} };
    return by.send({ ...target, secrets: [newWebhookSecret()] }, MESSAGE);
  }

  describe('addresses', () => {
    const rows = tableBelow('## Addresses');

    it('are many', () => expect(rows.length).toBeGreaterThan(50));

    it.each(rows)('%s is %s: %s', async (cell, verdict) => {
      const address = code(cell)[0]!;
      const literal = `http://${isIP(address) === 6 ? `[${address}]` : address}/`;
      for (const url of [literal, 'http://crm.example/']) {
        const resolve = resolvingTo(address);
        const refused = verdict === 'refused';
        expect(await atCreation(url, resolve)).toBe(refused ? 'endpoint_address_refused' : 'allowed');
        if (refused) expect(await atConnection(url, resolve)).toBe('address_refused');
      }
      expect(new AddressPolicy([]).allows(address)).toBe(verdict === 'allowed');
      expect(verdict).toMatch(/^(allowed|refused)$/);
    });
  });

  describe('URLs', () => {
    const rows = tableBelow('## URLs');

    it('are many', () => expect(rows.length).toBeGreaterThan(30));

    it.each(rows)('%s (%s): %s, then %s', async (cell, addresses, creation, connection) => {
      const url = code(cell)[0]!;
      const resolve = resolvingTo(...code(addresses));
      expect(await atCreation(url, resolve)).toBe(code(creation)[0] ?? creation);
      if (connection === '—') expect(creation).toBe('`endpoint_url_invalid`');
      else if (connection === 'allowed') {
        const policy = new AddressPolicy([]);
        const used = await new VettedLookup(policy, resolve).addresses(new URL(url).hostname);
        expect(used.map(({ address }) => policy.allows(address))).not.toContain(false);
      } else expect(await atConnection(url, resolve)).toBe(code(connection)[0]);
    });
  });

  describe('over time', () => {
    let receiver: WebhookReceiver;
    let other: WebhookReceiver;

    beforeAll(async () => {
      receiver = await WebhookReceiver.start();
      other = await WebhookReceiver.start();
    });

    afterAll(() => Promise.all([receiver.stop(), other.stop()]));

    const urlOf = (hostname: string): string => receiver.url.replace('127.0.0.1', hostname);

    it('refuses a name that was public at creation and is this machine later', async () => {
      const answers = ['93.184.215.14', '127.0.0.1'];
      const resolve: Resolve = (hostname) => resolvingTo(answers.shift()!)(hostname);
      expect(await atCreation(urlOf('rebinding.example'), resolve)).toBe('allowed');
      const outcome = await send(sender(resolve), urlOf('rebinding.example'));
      expect(outcome).toMatchObject({ statusCode: null, errorClass: 'address_refused' });
      expect(receiver.arrivals).toHaveLength(0);
    });

    it('uses a connection again without a look-up, to the address that was checked', async () => {
      const answers = ['127.0.0.1', '169.254.169.254'];
      const one = sender((hostname) => resolvingTo(answers.shift()!)(hostname), ['127.0.0.0/8']);
      expect((await send(one, urlOf('kept.example'))).statusCode).toBe(200);
      expect((await send(one, urlOf('kept.example'))).statusCode).toBe(200);
      expect(answers).toEqual(['169.254.169.254']);
    });

    it.each([301, 302, 303, 307, 308])('does not follow a %i', async (status) => {
      receiver.answer((_, response) => response.writeHead(status, { location: other.url }).end());
      const outcome = await send(sender(resolvingTo('127.0.0.1'), ['127.0.0.0/8']), urlOf('moved.example'));
      expect(outcome).toMatchObject({ statusCode: status, errorClass: 'http' });
      expect(other.arrivals).toHaveLength(0);
    });
  });
});

/** The rows of the first table after a heading, each a list of trimmed cells. */
function tableBelow(heading: string): [string, string, string, string][] {
  const lines = page
    .slice(page.indexOf(`\n${heading}\n`))
    .split('\n')
    .slice(2);
  const start = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) => {
    const cells = line.slice(1, -1).split('|');
    return cells.map((cell) => cell.trim()) as [string, string, string, string];
  });
}

/** What is written as code in a cell. */
function code(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
}

function resolvingTo(...addresses: string[]): Resolve {
  return (hostname) =>
    addresses.length > 0
      ? Promise.resolve(addresses.map((address) => ({ address, family: isIP(address) })))
      : Promise.reject(
          Object.assign(new Error('not found'), { syscall: 'getaddrinfo', code: 'ENOTFOUND', hostname }),
        );
}
