import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { Webhook } from 'standardwebhooks';
import { SELF_SIGNED_CERTIFICATE } from '../../../test/support/self-signed-certificate.js';
import { freePort } from '../../../test/support/service.js';
import { WebhookReceiver } from '../../../test/support/webhook-receiver.js';
import type { SendOutcome, SendTarget, WebhookMessage } from '../application/webhook-sender.js';
import { AddressPolicy } from './address-policy.js';
import { Connector } from './connector.js';
import { EgressProxy } from './egress-proxy.js';
import { trusting } from './trusting.js';
import { HttpWebhookSender } from './http-webhook-sender.js';
import { VettedLookup, type Resolve } from './vetted-lookup.js';
import { newWebhookSecret } from './webhook-signature.js';

const TIMEOUT = 500;
const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const BODY = '{"external_refs":{"crm":{"id":12345678901234567890,"x":1.0}},"vendor":"Bäckerei 漢字 😀"}';

const message = (more: Partial<WebhookMessage> = {}): WebhookMessage => ({
  id: '0199f4c2-6d1e-7c55-b7b0-2f7a3c1f9a10',
  event: 'document.exported',
  body: BODY,
  attempt: 1,
  resend: false,
  ...more,
});

const target = (url: string, more: Partial<SendTarget> = {}): SendTarget => ({
  endpointId: 1,
  url,
  auth: { type: 'none' },
  headers: {},
  secrets: [newWebhookSecret()],
  ...more,
});

/** An end by a reset is an end, too: `once` would call it an error. */
async function closed(sockets: Set<Socket>): Promise<void> {
  for (const socket of sockets) await new Promise((resolve) => socket.once('close', resolve));
}

describe('HttpWebhookSender', () => {
  const senders: HttpWebhookSender[] = [];
  const servers: { server: Server; sockets: Set<Socket> }[] = [];
  let receiver: WebhookReceiver;

  function sender({
    allowed = LOOPBACK,
    resolve,
    ca,
    proxy,
    timeout = TIMEOUT,
  }: {
    allowed?: string[];
    resolve?: Resolve;
    ca?: string;
    proxy?: URL;
    timeout?: number;
  } = {}): HttpWebhookSender {
    const connector = new Connector(new VettedLookup(new AddressPolicy(allowed), resolve), timeout, {
      proxy: proxy && new EgressProxy(proxy, TIMEOUT),
      secureContext: trusting(ca === undefined ? [] : [ca]),
    });
    const made = new HttpWebhookSender(connector, timeout);
    senders.push(made);
    return made;
  }

  /** A server that does with a connection what it is told; `sockets` are those still open. */
  async function server(onConnection: (socket: Socket) => void, made: Server = createServer()) {
    const sockets = new Set<Socket>();
    made.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => undefined).on('data', () => undefined); // reading, it sees the end
      onConnection(socket);
    });
    made.listen(0, '127.0.0.1');
    await once(made, 'listening');
    servers.push({ server: made, sockets });
    return { port: (made.address() as AddressInfo).port, sockets };
  }

  /** Answers the first bytes of a request with these. */
  async function answering(...answer: (string | Buffer)[]): Promise<string> {
    const { port } = await server((socket) =>
      socket.once('data', () => answer.forEach((part) => socket.write(part))),
    );
    return `http://127.0.0.1:${port}/`;
  }

  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
  });

  afterEach(async () => {
    for (const each of senders.splice(0)) each.onApplicationShutdown();
    for (const { server: each, sockets } of servers.splice(0)) {
      for (const socket of sockets) socket.destroy();
      each.close();
      await once(each, 'close');
    }
    await receiver.stop();
  });

  it('sends the exact bytes, signed, with the headers of a webhook', async () => {
    const secrets = [newWebhookSecret(), newWebhookSecret()];
    const outcome = await sender().send(
      target(`${receiver.url}/ü?a=b c`, {
        secrets,
        auth: { type: 'bearer', token: 't0ken' },
        headers: { 'X-Tenant': 'acme' },
      }),
      message({ attempt: 3 }),
    );
    expect(outcome).toEqual({
      startedAt: expect.any(Date),
      durationMs: expect.any(Number),
      statusCode: 200,
      error: null,
      errorClass: null,
      responseExcerpt: 'ok',
      retryAfter: null,
    });
    expect(Math.abs(Date.now() - outcome.startedAt.getTime())).toBeLessThan(5000);
    const [arrival] = receiver.arrivals;
    expect(arrival?.path).toBe('/hook/%C3%BC?a=b%20c');
    expect(arrival?.body.equals(Buffer.from(BODY))).toBe(true);
    expect(arrival?.headers).toEqual({
      host: new URL(receiver.url).host,
      connection: 'keep-alive',
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(BODY)),
      'user-agent': expect.stringMatching(/^RecordEngine\/\d+\.\d+\.\d+/),
      authorization: 'Bearer t0ken',
      'x-tenant': 'acme',
      'webhook-id': message().id,
      'webhook-timestamp': String(Math.floor(outcome.startedAt.getTime() / 1000)),
      'webhook-signature': expect.stringMatching(/^v1,\S+ v1,\S+$/),
      'x-recordengine-event': 'document.exported',
      'x-recordengine-attempt': '3',
    });
    for (const secret of secrets) {
      const verify = (): unknown =>
        new Webhook(secret).verify(arrival!.body, arrival!.headers as Record<string, string>);
      expect(verify).not.toThrow();
    }
  });

  it('marks a resend, and sends auth as a header of its own', async () => {
    const auth = { type: 'header', name: 'X-Api-Key', value: 's3cret' } as const;
    await sender().send(target(receiver.url, { auth }), message({ resend: true }));
    expect(receiver.arrivals[0]?.headers).toMatchObject({
      'x-recordengine-resend': 'true',
      'x-api-key': 's3cret',
    });
  });

  it('keeps a connection that was read to the end, and closes one that was not', async () => {
    const used: Socket[] = [];
    const lengths = [2, 1024 * 1024, 2];
    const { port } = await server((socket) => {
      socket.on('data', () => {
        const length = lengths[used.push(socket) - 1] ?? 0;
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`);
      });
    });
    const one = sender();
    const to = target(`http://127.0.0.1:${port}/`);
    expect((await one.send(to, message())).responseExcerpt).toBe('xx');
    expect((await one.send(to, message())).responseExcerpt).toBe('x'.repeat(4096));
    expect((await one.send(to, message())).responseExcerpt).toBe('xx');
    expect(used[1]).toBe(used[0]);
    expect(used[2]).not.toBe(used[0]);
  });

  it('takes no answer for one to the next request', async () => {
    const gone = 'HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n';
    const ok = 'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=600\r\nContent-Length: 2\r\n\r\nok';
    const answers: ((socket: Socket) => void)[] = [
      (socket) => socket.write(ok + gone),
      (socket) => socket.write(ok),
      (socket) => socket.write(ok),
    ];
    const { port, sockets } = await server((socket) => socket.once('data', () => answers.shift()!(socket)));
    const one = sender();
    const to = target(`http://127.0.0.1:${port}/`);
    const answered = expect.objectContaining({ statusCode: 200, responseExcerpt: 'ok' });
    expect(await one.send(to, message())).toEqual(answered);
    expect(await one.send(to, message())).toEqual(answered);
    for (const socket of sockets) socket.write(gone);
    await closed(sockets);
    expect(await one.send(to, message())).toEqual(answered);
  });

  it('does not put a request behind one that is still being written', async () => {
    const made = await server((socket) =>
      socket.once('data', () => {
        socket.pause(); // what is left of the request has no place to go
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      }),
    );
    const one = sender({ timeout: 20_000 });
    const to = target(`http://127.0.0.1:${made.port}/`);
    for (const body of ['x'.repeat(16 * 1024 * 1024), BODY]) {
      expect(await one.send(to, message({ body }))).toMatchObject({ statusCode: 200 });
    }
  });

  it('opens another connection when the receiver has ended the one that waited', async () => {
    const { port, sockets } = await server((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', () =>
          setImmediate(() => socket.end()),
        );
      }),
    );
    const one = sender();
    for (let turn = 0; turn < 2; turn++) {
      expect(await one.send(target(`http://127.0.0.1:${port}/`), message())).toMatchObject({
        statusCode: 200,
      });
      await closed(sockets);
    }
  });

  describe('a connection that waited and is closed', () => {
    const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

    /** Answers the first request; `then` has the next ones on its connection, and those on others when told so. */
    async function closing(then: (socket: Socket) => void, others = false) {
      const requests: { connection: number; id: string | undefined }[] = [];
      let connections = 0;
      const { port } = await server((socket) => {
        const connection = connections++;
        socket.on('data', (bytes) => {
          const id = /webhook-id: (\S+)/.exec(String(bytes))?.[1];
          requests.push({ connection, id });
          if (requests.length > 1 && (others || connection === 0)) then(socket);
          else socket.write(ok);
        });
      });
      const one = sender({ timeout: 5000 });
      const to = target(`http://127.0.0.1:${port}/`);
      expect(await one.send(to, message({ id: 'first' }))).toMatchObject({ statusCode: 200 });
      return { outcome: await one.send(to, message({ id: 'second' })), requests };
    }
    const first = { connection: 0, id: 'first' };
    const second = { connection: 0, id: 'second' };

    it.each<[string, (socket: Socket) => void]>([
      ['ends', (socket) => socket.end()],
      ['is reset', (socket) => socket.resetAndDestroy()],
    ])('costs no attempt when it %s before an answer begins', async (_, close) => {
      const { outcome, requests } = await closing(close);
      expect(outcome).toMatchObject({ statusCode: 200, error: null, responseExcerpt: 'ok' });
      expect(requests).toEqual([first, second, { connection: 1, id: 'second' }]);
    });

    it('is replaced once', async () => {
      const { outcome, requests } = await closing((socket) => socket.end(), true);
      expect(outcome).toMatchObject({ statusCode: null, errorClass: 'reset' });
      expect(requests).toEqual([first, second, { connection: 1, id: 'second' }]);
    });

    it('is not replaced when the receiver had begun to answer', async () => {
      const { outcome, requests } = await closing((socket) => socket.end('HTTP/1.1 2'));
      expect(outcome).toMatchObject({ statusCode: null, errorClass: 'reset' });
      expect(requests).toEqual([first, second]);
    });

    it('is not replaced when the receiver had time to work on the request', async () => {
      const { outcome, requests } = await closing((socket) => void setTimeout(() => socket.end(), 1100));
      expect(outcome).toMatchObject({ statusCode: null, errorClass: 'reset' });
      expect(requests).toEqual([first, second]);
    });
  });

  it.each([
    [204, null],
    [302, 'http: the receiver answered 302 Found; redirects are not followed'],
    [308, 'http: the receiver answered 308 Permanent Redirect; redirects are not followed'],
    [400, 'http: the receiver answered 400 Bad Request'],
    [410, 'http: the receiver answered 410 Gone'],
    [500, 'http: the receiver answered 500 Internal Server Error'],
    [599, 'http: the receiver answered 599'],
  ])('takes the answer %i as it is', async (statusCode, error) => {
    receiver.answer((_, response) =>
      response.writeHead(statusCode, { location: receiver.url, 'retry-after': '120' }).end(),
    );
    const outcome = await sender().send(target(receiver.url), message());
    expect(outcome).toMatchObject({
      statusCode,
      error,
      errorClass: error && 'http',
      responseExcerpt: null,
      retryAfter: '120',
    });
    expect(receiver.arrivals).toHaveLength(1);
  });

  it.each<[string, Buffer, string]>([
    ['U+0000', Buffer.from('a\0b'), 'a\ufffdb'],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0xff, 0xc0, 0x80, 0x62]), 'a\ufffd\ufffd\ufffdb'],
    ['half a surrogate pair', Buffer.from([0xed, 0xa0, 0x80]), '\ufffd\ufffd\ufffd'],
    ['a character cut by the sender', Buffer.from([0x61, 0xe6, 0xbc]), 'a\ufffd'],
    ['a character at the cut', Buffer.from(`${'x'.repeat(4095)}漢漢`), 'x'.repeat(4095)],
    ['a long text', Buffer.from('é'.repeat(50_000)), 'é'.repeat(2048)],
  ])('gives an excerpt that can be stored: %s', async (_, body, excerpt) => {
    receiver.answer((__, response) => response.writeHead(500).end(body));
    expect((await sender().send(target(receiver.url), message())).responseExcerpt).toBe(excerpt);
  });

  it('is a success when the headers arrive, whatever the body does', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n';
    const { port: hanging } = await server((socket) =>
      socket.once('data', () => socket.write(`${head}part`)),
    );
    const { port: resetting } = await server((socket) =>
      socket.once('data', () => socket.write(`${head}part`, () => socket.resetAndDestroy())),
    );
    const { port: dripping, sockets } = await server((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
        const drip = setInterval(() => socket.write('.'), 50);
        socket.on('close', () => clearInterval(drip));
      }),
    );
    const start = performance.now();
    const outcomes = await Promise.all(
      [hanging, resetting, dripping].map((port) =>
        sender().send(target(`http://127.0.0.1:${port}/`), message()),
      ),
    );
    expect(performance.now() - start).toBeLessThan(1000 + TIMEOUT);
    expect(outcomes).toEqual([
      expect.objectContaining({ statusCode: 200, error: null, responseExcerpt: 'part' }),
      expect.objectContaining({ statusCode: 200, error: null }),
      expect.objectContaining({
        statusCode: 200,
        error: null,
        responseExcerpt: expect.stringMatching(/^\.+$/),
      }),
    ]);
    for (const { durationMs } of outcomes) expect(durationMs).toBeLessThan(TIMEOUT);
    await closed(sockets);
  });

  it('allows the timeout for connecting and the headers together, informational answers included', async () => {
    const cases: [string, (socket: Socket) => void][] = [
      ['silence', () => undefined],
      ['half a head', (socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nX-A: 1'))],
      [
        'early hints for ever',
        (socket) => {
          const hint = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 50);
          socket.on('close', () => clearInterval(hint));
        },
      ],
    ];
    for (const [, onConnection] of cases) {
      const { port, sockets } = await server(onConnection);
      const start = performance.now();
      const outcome = await sender().send(target(`http://127.0.0.1:${port}/`), message());
      expect(performance.now() - start).toBeLessThan(TIMEOUT + 400);
      expect(outcome).toMatchObject({ statusCode: null, errorClass: 'timeout' });
      expect(outcome.error).toBe(`timeout: no response headers within ${TIMEOUT} ms`);
      await closed(sockets); // the connection is not used again
    }
  });

  it('counts waiting for the name too, and sends nothing afterwards', async () => {
    let found: (() => void) | undefined;
    const resolve: Resolve = () =>
      new Promise((done) => (found = () => done([{ address: '127.0.0.1', family: 4 }])));
    const one = sender({ resolve });
    const port = new URL(receiver.url).port;
    const outcome = await one.send(target(`http://slow.example:${port}/late`), message());
    expect(outcome.error).toBe(`timeout: no connection within ${TIMEOUT} ms`);
    found!();
    await one.send(target(receiver.url), message());
    await new Promise((done) => setTimeout(done, 200)); // time in which the late one could arrive
    expect(receiver.arrivals.map(({ path }) => path)).toEqual(['/hook']);
  });

  it('skips informational answers', async () => {
    const url = await answering(
      'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    );
    expect(await sender().send(target(url), message())).toMatchObject({
      statusCode: 200,
      responseExcerpt: 'ok',
    });
  });

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['two content lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['headers without end', `HTTP/1.1 200 OK\r\n${'X-A: 1\r\n'.repeat(20_000)}`],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n'],
  ])('calls %s a fault of HTTP', async (_, answer) => {
    const outcome = await sender().send(target(await answering(answer)), message());
    expect(outcome).toMatchObject({ statusCode: null, errorClass: 'http' });
    expect(outcome.error).toMatch(/^http: the (answer|headers)/);
  });

  it('tells refused, reset and closed connections apart', async () => {
    const closed = await freePort();
    const refused = await sender().send(target(`http://127.0.0.1:${closed}/`), message());
    expect(refused).toMatchObject({ statusCode: null, errorClass: 'refused' });
    expect(refused.error).toBe(`refused: nothing accepts connections at 127.0.0.1:${closed} (ECONNREFUSED)`);
    for (const end of [(s: Socket) => s.resetAndDestroy(), (s: Socket) => s.end()]) {
      const { port } = await server((socket) => socket.once('data', () => end(socket)));
      const outcome = await sender().send(target(`http://127.0.0.1:${port}/`), message());
      expect(outcome).toMatchObject({ statusCode: null, errorClass: 'reset' });
      expect(outcome.error).toMatch(/^reset: the connection was closed before an answer came \(/);
    }
  });

  it('calls a name that cannot be resolved a fault of DNS', async () => {
    const outcome = await sender().send(target('http://does-not-exist.invalid/'), message());
    expect(outcome).toMatchObject({ statusCode: null, errorClass: 'dns' });
    expect(outcome.error).toMatch(/^dns: the name does-not-exist\.invalid could not be resolved \(E/);
  });

  it('gives up when it is told to, and does not begin when it was told before', async () => {
    const { port } = await server(() => undefined);
    const stop = new AbortController();
    const one = sender();
    const running = [1, 2, 3].map((attempt) =>
      one.send(target(`http://127.0.0.1:${port}/`), message({ attempt }), stop.signal),
    );
    stop.abort();
    const aborted = { statusCode: null, errorClass: 'aborted', error: expect.stringMatching(/^aborted: /) };
    for (const outcome of await Promise.all(running)) expect(outcome).toMatchObject(aborted);
    expect(await one.send(target(receiver.url), message(), stop.signal)).toMatchObject(aborted);
    expect(receiver.arrivals).toHaveLength(0);
  });

  it.each([
    ['a url that is none', { url: 'nonsense' }],
    ['a header that cannot be sent', { headers: { 'x-a': 'a\nb' } }],
  ])('answers rather than throws, for %s', async (_, broken) => {
    const outcome = await sender().send(target(receiver.url, broken), message());
    expect(outcome).toMatchObject({ statusCode: null, errorClass: 'internal' });
    expect(receiver.arrivals).toHaveLength(0);
  });

  describe('addresses', () => {
    const refused = (outcome: SendOutcome): void =>
      expect(outcome).toMatchObject({
        statusCode: null,
        errorClass: 'address_refused',
        error: expect.stringMatching(/^address_refused: .*WEBHOOK_ALLOWED_CIDRS$/),
      });

    it.each(['127.0.0.1', 'localhost', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]', '[::1]', '0.0.0.0'])(
      'refuses http://%s unless it is allowed',
      async (host) => {
        const port = new URL(receiver.url).port;
        refused(await sender({ allowed: [] }).send(target(`http://${host}:${port}/`), message()));
        expect(receiver.arrivals).toHaveLength(0);
      },
    );

    it('connects to the address that was vetted, and to no other one of the name', async () => {
      const asked: string[] = [];
      const resolve: Resolve = (hostname) => {
        asked.push(hostname);
        return Promise.resolve([
          { address: '10.255.255.1', family: 4 },
          { address: '::1', family: 6 },
          { address: '127.0.0.1', family: 4 },
        ]);
      };
      const one = sender({ allowed: ['127.0.0.0/8'], resolve });
      const port = new URL(receiver.url).port;
      expect((await one.send(target(`http://crm.example:${port}/`), message())).statusCode).toBe(200);
      expect(receiver.arrivals[0]?.headers.host).toBe(`crm.example:${port}`);
      expect(asked).toEqual(['crm.example']);
    });

    it('waits longer for a receiver that is far away than Node does, before it tries the next address', async () => {
      // A full queue of the kernel: a connection is made first when it is asked for again, after a second.
      const wake = new Int32Array(new SharedArrayBuffer(4));
      const far = new Worker(
        `const { parentPort, workerData } = require('node:worker_threads');
        const answer = 'HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n';
        const server = require('node:net').createServer((socket) =>
          socket.on('error', () => undefined).on('data', () => socket.write(answer)));
        server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
          parentPort.postMessage(server.address().port);
          Atomics.wait(workerData, 0, 0);
        });`,
        { eval: true, workerData: wake },
      );
      const [port] = (await once(far, 'message')) as [number];
      const before = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
      await once(before[0]!, 'connect');
      const resolve: Resolve = () =>
        Promise.resolve(['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 })));
      const sending = sender({ resolve, timeout: 8000 }).send(
        target(`http://crm.example:${port}/`),
        message(),
      );
      await Promise.race([sending, new Promise((done) => setTimeout(done, 400))]); // Node's patience is 250 ms
      Atomics.store(wake, 0, 1);
      Atomics.notify(wake, 0);
      try {
        expect(await sending).toMatchObject({ statusCode: 200, error: null });
      } finally {
        for (const socket of before) socket.destroy();
        await far.terminate();
      }
    });

    it('looks again at every connection, so a name that turns inwards is refused', async () => {
      const addresses = ['127.0.0.1', '169.254.169.254'];
      let lookups = 0;
      const resolve: Resolve = () =>
        Promise.resolve([{ address: addresses[lookups++] ?? 'none', family: 4 }]);
      const one = sender({ allowed: ['127.0.0.0/8'], resolve });
      receiver.answer((_, response) => response.writeHead(200, { connection: 'close' }).end());
      const to = target(`http://crm.example:${new URL(receiver.url).port}/`);
      expect((await one.send(to, message())).error).toBeNull();
      const outcome = await one.send(to, message());
      refused(outcome);
      expect(outcome.error).toContain('crm.example is 169.254.169.254');
      expect(receiver.arrivals).toHaveLength(1);
    });

    it('asks once for a name that many sends wait for', async () => {
      let lookups = 0;
      const resolve: Resolve = async () => {
        lookups++;
        await new Promise((done) => setTimeout(done, 50));
        return [{ address: '127.0.0.1', family: 4 }];
      };
      const one = sender({ resolve });
      const to = target(`http://crm.example:${new URL(receiver.url).port}/`);
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => one.send(to, message())));
      expect(outcomes.every(({ statusCode }) => statusCode === 200)).toBe(true);
      expect(lookups).toBe(1);
    });
  });

  describe('TLS', () => {
    const resolve: Resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);

    async function secure(): Promise<{ port: number; requests: () => number }> {
      let requests = 0;
      const made = createHttpsServer(SELF_SIGNED_CERTIFICATE, (_, response) => {
        requests++;
        response.end('ok');
      });
      const { port } = await server(() => undefined, made);
      return { port, requests: () => requests };
    }

    it('refuses a certificate that nobody vouches for', async () => {
      const { port, requests } = await secure();
      const outcome = await sender({ resolve }).send(target(`https://crm.example:${port}/`), message());
      expect(outcome).toMatchObject({ statusCode: null, errorClass: 'tls' });
      expect(outcome.error).toMatch(
        /^tls: the certificate is not trusted: self-signed certificate.*\(DEPTH_/,
      );
      expect(requests()).toBe(0);
    });

    it('refuses a trusted certificate of another name, and takes that of the right one', async () => {
      const { port, requests } = await secure();
      const one = sender({ resolve, ca: SELF_SIGNED_CERTIFICATE.cert });
      const wrong = await one.send(target(`https://other.example:${port}/`), message());
      expect(wrong).toMatchObject({ statusCode: null, errorClass: 'tls' });
      expect(requests()).toBe(0);
      const right = await one.send(target(`https://crm.example:${port}/`), message());
      expect(right).toMatchObject({ statusCode: 200, error: null });
    });

    it('verifies certificates also where the environment turns that off for all of Node', async () => {
      // Jest gives a test a copy of the environment; a worker can change that of the process.
      const change = (code: string) => once(new Worker(code, { eval: true, env: SHARE_ENV }), 'exit');
      const { port, requests } = await secure();
      await change(`process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'`);
      try {
        const outcome = await sender({ resolve }).send(target(`https://crm.example:${port}/`), message());
        expect(outcome).toMatchObject({ statusCode: null, errorClass: 'tls' });
        expect(requests()).toBe(0);
      } finally {
        await change('delete process.env.NODE_TLS_REJECT_UNAUTHORIZED');
      }
    });

    it('asks for the certificate of a name without the dot at its end', async () => {
      const names: unknown[] = [];
      const made = createHttpsServer(SELF_SIGNED_CERTIFICATE, (_, response) => response.end('ok'));
      made.on('secureConnection', ({ servername }: TLSSocket & { servername: unknown }) =>
        names.push(servername),
      );
      const { port } = await server(() => undefined, made);
      const one = sender({ resolve, ca: SELF_SIGNED_CERTIFICATE.cert });
      const outcome = await one.send(target(`https://crm.example.:${port}/`), message());
      expect(outcome).toMatchObject({ statusCode: 200, error: null });
      expect(names).toEqual(['crm.example']);
    });

    it('calls a receiver without TLS a fault of TLS', async () => {
      const outcome = await sender().send(target(receiver.url.replace('http:', 'https:')), message());
      expect(outcome).toMatchObject({ statusCode: null, errorClass: 'tls' });
    });
  });

  describe('through a proxy', () => {
    const PUBLIC = '93.184.215.14';
    const resolve: Resolve = () => Promise.resolve([{ address: PUBLIC, family: 4 }]);

    /** Takes note of what it is asked for, and connects to `port` here instead, or answers `status` (0: not at all). */
    async function proxying(port: number, status: (asked: string) => number = () => 200) {
      const asked: { authority: string; authorization: string | undefined }[] = [];
      const made = createHttpServer().on('connect', (request, socket, head) => {
        const authority = request.url ?? '';
        asked.push({ authority, authorization: request.headers['proxy-authorization'] });
        if (status(authority) === 0) return socket.on('end', () => socket.end()).resume();
        if (status(authority) !== 200) return socket.end(`HTTP/1.1 ${status(authority)} No\r\n\r\n`);
        const onward = connect(port, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          onward.write(head);
          onward.pipe(socket).pipe(onward);
        });
        onward.on('error', () => socket.destroy());
        socket.on('error', () => onward.destroy()).on('close', () => onward.destroy());
        return undefined;
      });
      const own = await server(() => undefined, made);
      return { url: new URL(`http://us%40er:p%3Ass@127.0.0.1:${own.port}`), asked, sockets: own.sockets };
    }

    it('asks for the vetted address with its credentials, and not for the name', async () => {
      const proxy = await proxying(Number(new URL(receiver.url).port));
      const one = sender({ allowed: [], resolve, proxy: proxy.url });
      const outcome = await one.send(target('http://crm.example/hook'), message());
      expect(outcome).toMatchObject({ statusCode: 200, error: null });
      expect(receiver.arrivals[0]).toMatchObject({ path: '/hook', headers: { host: 'crm.example' } });
      expect(receiver.arrivals[0]?.headers).not.toHaveProperty('proxy-authorization');
      const authorization = `Basic ${Buffer.from('us@er:p:ss').toString('base64')}`;
      expect(proxy.asked).toEqual([{ authority: `${PUBLIC}:80`, authorization }]);
    });

    it('verifies the certificate of the receiver, for its name, and keeps the connection', async () => {
      let requests = 0;
      const made = createHttpsServer(SELF_SIGNED_CERTIFICATE, (_, response) => response.end(`${++requests}`));
      const { port } = await server(() => undefined, made);
      const proxy = await proxying(port);
      const one = sender({ allowed: [], resolve, proxy: proxy.url, ca: SELF_SIGNED_CERTIFICATE.cert });
      const wrong = await one.send(target('https://other.example/'), message());
      expect(wrong).toMatchObject({ statusCode: null, errorClass: 'tls' });
      for (const responseExcerpt of ['1', '2']) {
        expect(await one.send(target('https://crm.example/'), message())).toMatchObject({ responseExcerpt });
      }
      expect(proxy.asked.map(({ authority }) => authority)).toEqual([`${PUBLIC}:443`, `${PUBLIC}:443`]);
      const untrusting = sender({ allowed: [], resolve, proxy: proxy.url });
      expect(await untrusting.send(target('https://crm.example/'), message())).toMatchObject({
        errorClass: 'tls',
      });
    });

    it('keeps the newest sessions of TLS, and forgets the oldest', async () => {
      const made = createHttpsServer(SELF_SIGNED_CERTIFICATE, ({ socket }, response) =>
        response.setHeader('connection', 'close').end(`${(socket as TLSSocket).isSessionReused()}`),
      );
      const proxy = await proxying((await server(() => undefined, made)).port);
      const one = sender({ allowed: [], resolve, proxy: proxy.url, ca: SELF_SIGNED_CERTIFICATE.cert });
      const resumes = async (port: number): Promise<boolean> => {
        const { responseExcerpt } = await one.send(target(`https://crm.example:${port}/`), message());
        return responseExcerpt === 'true';
      };
      for (let port = 1; port <= 100; port++) expect(await resumes(port)).toBe(false);
      const keys = made.getTicketKeys();
      made.setTicketKeys(randomBytes(keys.length)); // so the first receiver begins a new session
      for (const port of [1, 101]) expect(await resumes(port)).toBe(false);
      expect(await resumes(1)).toBe(true);
      made.setTicketKeys(keys);
      expect(await resumes(3)).toBe(true);
      expect(await resumes(2)).toBe(false);
    });

    it.each([
      ['http://169.254.169.254/', 'address_refused'],
      ['http://[::1]/', 'address_refused'],
      ['http://inward.example/', 'address_refused'],
      ['http://nowhere.example/', 'dns'],
    ])('does not ask for %s: %s', async (url, errorClass) => {
      const proxy = await proxying(1);
      const inward: Resolve = (hostname) =>
        hostname === 'inward.example'
          ? Promise.resolve([{ address: '10.0.0.1', family: 4 }])
          : Promise.reject(Object.assign(new Error('none'), { syscall: 'getaddrinfo', hostname }));
      const one = sender({ allowed: [], resolve: inward, proxy: proxy.url });
      expect(await one.send(target(url), message())).toMatchObject({ statusCode: null, errorClass });
      expect(proxy.asked).toEqual([]);
    });

    it('goes on to the next address when the proxy cannot reach one', async () => {
      const proxy = await proxying(Number(new URL(receiver.url).port), (asked) =>
        asked.startsWith('[') ? 503 : 200,
      );
      const both: Resolve = async () => [{ address: '2606:4700::1', family: 6 }, ...(await resolve(''))];
      const one = sender({ allowed: [], resolve: both, proxy: proxy.url });
      expect((await one.send(target('http://crm.example/'), message())).statusCode).toBe(200);
      expect(proxy.asked.map(({ authority }) => authority)).toEqual(['[2606:4700::1]:80', `${PUBLIC}:80`]);
    });

    it('goes on to the next address in time when the proxy does not answer for one', async () => {
      const proxy = await proxying(Number(new URL(receiver.url).port), (asked) =>
        asked.startsWith('[') ? 0 : 200,
      );
      const both: Resolve = async () => [{ address: '2606:4700::1', family: 6 }, ...(await resolve(''))];
      const one = sender({ allowed: [], resolve: both, proxy: proxy.url });
      expect((await one.send(target('http://crm.example/'), message())).statusCode).toBe(200);
      expect(proxy.asked.map(({ authority }) => authority)).toEqual(['[2606:4700::1]:80', `${PUBLIC}:80`]);
    });

    it.each([
      [407, 'proxy', 'refuses the connection: 407'],
      [403, 'proxy', 'refuses the connection: 403'],
      [502, 'unreachable', 'cannot reach the receiver: 502'],
      [504, 'unreachable', 'cannot reach the receiver: 504'],
    ])('tells a fault of the proxy from one of the receiver: %i is %s', async (status, errorClass, words) => {
      const proxy = await proxying(1, () => status);
      const one = sender({ allowed: [], resolve, proxy: proxy.url });
      expect(await one.send(target('https://crm.example/'), message())).toMatchObject({
        statusCode: null,
        errorClass,
        error: `${errorClass}: the proxy ${proxy.url.host} ${words}`,
      });
    });

    it('calls a proxy that is away, breaks off or talks nonsense a fault of the proxy', async () => {
      const ports = [
        await freePort(),
        (await server((socket) => socket.once('data', () => socket.destroy()))).port,
        (await server((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')))).port,
      ];
      for (const [index, code] of ['ECONNREFUSED', 'ECONNRESET', 'HPE_INVALID_CONSTANT'].entries()) {
        const proxy = new URL(`http://user:pa55word@127.0.0.1:${ports[index]}`);
        const one = sender({ allowed: [], resolve, proxy });
        const outcome = await one.send(target('http://crm.example/'), message());
        expect(outcome.error).toBe(`proxy: the proxy ${proxy.host} cannot be used (${code})`);
      }
    });

    it('asks the proxy for no more addresses once the send was given up', async () => {
      const stop = new AbortController();
      const { url, asked, sockets } = await proxying(1, () => {
        stop.abort();
        return 0;
      });
      const many: Resolve = async () => [...(await resolve('')), { address: '2606:4700::1', family: 6 }];
      const one = sender({ allowed: [], resolve: many, proxy: url });
      expect(await one.send(target('http://crm.example/'), message(), stop.signal)).toMatchObject({
        errorClass: 'aborted',
      });
      await closed(sockets);
      expect(asked.map(({ authority }) => authority)).toEqual([`${PUBLIC}:80`]);
    });

    it('allows the timeout for proxy and receiver together', async () => {
      const { port, sockets } = await server(() => undefined);
      const one = sender({ allowed: [], resolve, proxy: new URL(`http://127.0.0.1:${port}`) });
      const outcome = await one.send(target('http://crm.example/'), message());
      expect(outcome.error).toBe(`timeout: no connection within ${TIMEOUT} ms`);
      await closed(sockets); // the proxy is not kept waiting for ever
    });
  });
});
