import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Client } from '../support/client.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

jest.setTimeout(90_000); // waits grow

/** What needs a mail server is in test/system. */
describe('A mail server that hangs up', () => {
  let database: TestDatabase;
  let server: Server;
  let attempts: number[];
  let service: Service | undefined;

  beforeEach(async () => {
    attempts = [];
    database = await TestDatabase.create();
    server = createServer((socket) => {
      attempts.push(performance.now());
      socket.on('error', () => undefined).end('* BYE Not now\r\n');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    await service?.stop();
    server.close();
    await database.drop();
  });

  it('is tried again after waits that grow, and holds up nothing else', async () => {
    const { port } = server.address() as AddressInfo;
    service = await Service.start({
      ...{ DATABASE_URL: database.url, IMAP_POLL: '100ms' },
      IMAP_URL: `imap://a:s3cret@127.0.0.1:${port}/?tls=none`,
    });
    await new Client(service).reviewed();
    await until('it is tried four times', () => attempts.length >= 4, 40);
    const waits = attempts.slice(1).map((at, index) => at - attempts[index]!);
    for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThan(1000 * 2 ** index - 50);
    expect(service.log.match(/cannot be taken/g)).toHaveLength(1); // said when it changes
    expect(service.log).not.toContain('s3cret');
    await service.signal('SIGTERM');
    expect(service.process.exitCode).toBe(0);
  });
});
