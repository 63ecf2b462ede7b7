import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { multipartBody } from '../support/multipart-body.js';
import { S3_CREDENTIALS, S3Server } from '../support/s3-server.js';
import { Service, TEST_TOKEN } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';

const MB = 1024 * 1024;
const measurable = existsSync('/proc/self/status');

describe.each([
  { store: 'a folder', megabytes: 95, atMost: 64, files: undefined },
  // Two parts of 8 MiB under way, and those that are cut from what was read; the collector takes its time.
  { store: 'S3', megabytes: 140, atMost: 96, files: () => S3Server.start() },
])('The memory of the service, with files in $store', ({ megabytes, atMost, files }) => {
  let database: TestDatabase;
  let server: S3Server | undefined;
  let service: Service;

  beforeAll(async () => {
    if (!measurable) return;
    database = await TestDatabase.create();
    server = await files?.();
    const settings = server ? { FILES_URL: server.filesUrl('memory'), ...S3_CREDENTIALS } : {};
    service = await Service.start({ DATABASE_URL: database.url, MAX_UPLOAD_MB: '250', ...settings });
  });
  afterAll(async () => {
    await service?.stop();
    await server?.stop();
    await database?.drop();
  });

  const status = async (pid: number | string): Promise<string> =>
    readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const residentMb = async (): Promise<number> =>
    Number(/VmRSS:\s+(\d+) kB/.exec(await status(service.process.pid ?? 0))?.[1]) / 1024;

  /** A file that is made while it is sent, so that this process holds no copy of it either. */
  async function upload(megabytes: number): Promise<{ status: number; id: number }> {
    const marker = 'HERE-COMES-THE-FILE';
    const { body, headers } = multipartBody([
      { name: 'contact_id', content: '1' },
      { name: 'folder_id', content: '1' },
      { name: 'file', filename: 'large.bin', type: 'application/octet-stream', content: marker },
    ]);
    const at = body.indexOf(marker);
    const random = randomBytes(MB);
    const content = function* (): Generator<Buffer> {
      yield body.subarray(0, at);
      for (let count = 0; count < megabytes; count++) {
        random.writeUInt32BE(count);
        yield Buffer.from(random);
      }
      yield body.subarray(at + marker.length);
    };
    const sent = request(`${service.url}/api/documents/upload`, {
      method: 'POST',
      headers: {
        ...headers,
        authorization: `Bearer ${TEST_TOKEN}`,
        'content-length': body.length - marker.length + megabytes * MB,
      },
    });
    const answered = new Promise<{ status: number; id: number }>((resolve, reject) => {
      sent.on('error', reject);
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { id } = JSON.parse(Buffer.concat(chunks).toString()) as { id: number };
          resolve({ status: response.statusCode ?? 0, id });
        });
      });
    });
    await pipeline(Readable.from(content(), { objectMode: false }), sent);
    return answered;
  }

  const named = measurable ? it : it.skip;
  named(
    `grows by less than ${atMost} MB while ${megabytes} MB are uploaded${measurable ? '' : ' (there is no /proc here)'}`,
    async () => {
      const client = new Client(service);
      const warm = await upload(1);
      await client.status(warm.id, 'Exception');
      const before = await residentMb();
      let highest = before;
      const sampling = setInterval(() => {
        void residentMb().then((now) => (highest = Math.max(highest, now)));
      }, 10);
      try {
        const large = await upload(megabytes);
        expect(large.status).toBe(201);
        await client.status(large.id, 'Exception');
      } finally {
        clearInterval(sampling);
      }
      process.stderr.write(
        `${megabytes} MB uploaded: ${before.toFixed(0)} MB resident before, ${highest.toFixed(0)} MB at most\n`,
      );
      expect(highest - before).toBeLessThan(atMost);
      if (!server) return;
      // The marker, the small one, and this one in parts.
      const sizes = server.matching('PUT').map(({ bytes }) => bytes);
      expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeGreaterThan((megabytes + 1) * MB);
      expect(Math.max(...sizes)).toBe(8 * MB);
      expect(server.mostAtOnce).toBeLessThanOrEqual(2);
    },
  );

  named(
    `is not that of extraction, which has processes of its own${measurable ? '' : ' (there is no /proc here)'}`,
    async () => {
      const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      const children = (await Promise.all(pids.map((pid) => status(pid)))).filter((text) =>
        text.includes(`\nPPid:\t${service.process.pid}\n`),
      );
      expect(children.length).toBeGreaterThan(0);
    },
  );
});
