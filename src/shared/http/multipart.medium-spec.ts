import { createHash } from 'node:crypto';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { PassThrough, Readable, Writable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../../test/support/until.js';
import { DomainError } from '../kernel/domain-error.js';
import { readMultipart, type MultipartOptions, type UploadedFileInfo } from './multipart.js';

const MIB = 1024 * 1024;

interface Received {
  size: number;
  sha256: string;
  info: UploadedFileInfo;
}

/** Everything that is left of one upload when it is over. */
interface Outcome {
  fields?: Record<string, string>;
  file?: Received | undefined;
  error?: unknown;
  cleanedUp: boolean;
  discarded: boolean;
}

describe('readMultipart', () => {
  let server: Server;
  let port: number;
  let outcomes: Outcome[];
  let requests: number;
  let started: number;
  let takeFile: (stream: Readable) => Promise<Pick<Received, 'size' | 'sha256'>>;
  const strays: unknown[] = [];
  const stray = (error: unknown): unknown => strays.push(error);

  async function hashing(stream: Readable): Promise<Pick<Received, 'size' | 'sha256'>> {
    const hash = createHash('sha256');
    let size = 0;
    const sink = new Writable({
      write(chunk: Buffer, _, done) {
        size += chunk.length;
        hash.update(chunk);
        done();
      },
    });
    await pipeline(stream, sink);
    return { size, sha256: hash.digest('hex') };
  }

  beforeAll(async () => {
    process.on('unhandledRejection', stray);
    process.on('uncaughtExceptionMonitor', stray);
    server = createServer((request, response) => {
      requests++;
      const outcome: Outcome = { cleanedUp: false, discarded: false };
      const options: MultipartOptions<Received> = {
        fileField: 'file',
        maxFileBytes: 4 * MIB,
        maxFieldBytes: 100_000,
        receiveFile: async (stream, info) => {
          started++;
          try {
            return { ...(await takeFile(stream)), info };
          } catch (error) {
            outcome.cleanedUp = true;
            throw error;
          }
        },
        discardFile: async () => {
          outcome.discarded = true;
        },
      };
      readMultipart(request, options)
        .then(
          ({ fields, file }) => {
            outcome.fields = Object.fromEntries(
              [...fields].map(([name, bytes]) => [name, Buffer.from(bytes).toString('latin1')]),
            );
            outcome.file = file;
          },
          (error: unknown) => {
            outcome.error = error;
            response.statusCode = 400;
          },
        )
        .finally(() => {
          outcomes.push(outcome);
          response.end(JSON.stringify(outcome.error instanceof DomainError ? outcome.error.code : 'done'));
        });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    port = (server.address() as AddressInfo).port;
  });

  beforeEach(() => {
    outcomes = [];
    requests = 0;
    started = 0;
    takeFile = hashing;
  });

  afterEach(async () => {
    await pause(0);
    expect(strays).toEqual([]);
  });

  afterAll(async () => {
    process.off('unhandledRejection', stray);
    process.off('uncaughtExceptionMonitor', stray);
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });

  const outcomeOf = async (): Promise<Outcome> => {
    await until('the upload is over', () => outcomes.length > 0, 10);
    return outcomes[0]!;
  };

  /** Sends a body and gives the answer. */
  function send(
    body: string | Buffer | Readable,
    headers: Record<string, string | number> = {},
  ): Promise<{ status: number; code: string }> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          port,
          host: '127.0.0.1',
          method: 'POST',
          headers: { 'content-type': 'multipart/form-data; boundary=B', ...headers },
        },
        (response) => {
          textOf(response).then(
            (text) => resolve({ status: response.statusCode!, code: JSON.parse(text) as string }),
            reject,
          );
        },
      );
      request.on('error', reject);
      if (body instanceof Readable) body.pipe(request);
      else request.end(body);
    });
  }

  const part = (name: string, content: string | Buffer, more = '', headers = ''): Buffer =>
    Buffer.concat([
      Buffer.from(`--B\r\nContent-Disposition: form-data; name="${name}"${more}\r\n${headers}\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]);
  const form = (...parts: Buffer[]): Buffer => Buffer.concat([...parts, Buffer.from('--B--\r\n')]);
  const file = (content: string | Buffer, filename = 'a.pdf'): Buffer =>
    part('file', content, `; filename="${filename}"`, 'Content-Type: application/pdf\r\n');
  const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

  const refs = '{"a":1.0,\n"b":12345678901234567890,"é":"\\u0000"}';

  it.each([
    ['a text field', part('external_refs', refs)],
    ['a Blob', part('external_refs', refs, '; filename="blob"', 'Content-Type: application/json\r\n')],
    [
      'a file of octets',
      part('external_refs', refs, '; filename="refs.json"', 'Content-Type: application/octet-stream\r\n'),
    ],
    ['octets without a name', part('external_refs', refs, '', 'Content-Type: application/octet-stream\r\n')],
    [
      'text that says it is UTF-8',
      part('external_refs', refs, '', 'Content-Type: text/plain;charset=UTF-8\r\n'),
    ],
    ['8bit text', part('external_refs', refs, '', 'Content-Transfer-Encoding: 8bit\r\n')],
  ])('takes a field sent as %s, before the file or after it', async (_, field) => {
    for (const body of [form(field, file('data')), form(file('data'), field)]) {
      outcomes = [];
      expect(await send(body)).toEqual({ status: 200, code: 'done' });
      expect(await outcomeOf()).toEqual({
        fields: { external_refs: Buffer.from(refs).toString('latin1') },
        file: { size: 4, sha256: sha256('data'), info: { filename: 'a.pdf', mimeType: 'application/pdf' } },
        cleanedUp: false,
        discarded: false,
      });
    }
  });

  it('gives the octets of fields that are no UTF-8, whatever they declare', async () => {
    const octets = Buffer.from([0xff, 0x00, 0xef, 0xbf, 0xbd, 0xe9]);
    await send(form(part('a', octets), part('b', octets, '', 'Content-Type: text/plain; charset=utf-8\r\n')));
    expect((await outcomeOf()).fields).toEqual({
      a: octets.toString('latin1'),
      b: octets.toString('latin1'),
    });
  });

  it('takes what fetch sends, a Blob unchanged', async () => {
    const body = new FormData();
    body.set('external_refs', new Blob([refs]));
    body.set('file', new File(['data'], 'Rechnung "März" 漢😀.pdf', { type: 'application/pdf' }));
    const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body });
    expect(await response.json()).toBe('done');
    expect(await outcomeOf()).toMatchObject({
      fields: { external_refs: Buffer.from(refs).toString('latin1') },
      // FormData percent-encodes quotes.
      file: { size: 4, info: { filename: 'Rechnung %22März%22 漢😀.pdf' } },
    });
  });

  it('takes empty parts, and a form without a file', async () => {
    await send(form(part('notes', ''), file('', '')));
    expect(await outcomeOf()).toMatchObject({
      fields: { notes: '' },
      file: { size: 0, info: { filename: '' } },
    });
    outcomes = [];
    await send(form(part('notes', 'x')));
    expect(await outcomeOf()).toMatchObject({ fields: { notes: 'x' }, file: undefined });
    outcomes = [];
    await send('--B--');
    expect(await outcomeOf()).toMatchObject({ fields: {}, file: undefined });
  });

  it('takes a file of exactly the limit, in pieces of any size', async () => {
    const content = Buffer.alloc(4 * MIB, 'abc\r\n--');
    const body = form(part('a', '1'), file(content), part('b', '2'));
    const pieces = Readable.from(
      (function* () {
        for (let at = 0, size = 1; at < body.length; at += size, size = (size * 7) % 65_537) {
          yield body.subarray(at, at + size);
        }
      })(),
    );
    expect(await send(pieces, { 'transfer-encoding': 'chunked' })).toEqual({ status: 200, code: 'done' });
    expect(await outcomeOf()).toMatchObject({
      fields: { a: '1', b: '2' },
      file: { size: content.length, sha256: sha256(content) },
    });
  });

  it.each([
    ['a field given twice', form(part('a', '1'), file('x'), part('a', '2')), 'duplicate_member', true],
    ['a second file', form(file('x'), file('y')), 'duplicate_member', true],
    ['fields that are too large', form(file('x'), part('a', 'x'.repeat(100_001))), 'field_too_large', true],
    [
      'fields that are too large together',
      form(part('a', 'x'.repeat(60_000)), part('b', 'x'.repeat(60_000))),
      'field_too_large',
      false,
    ],
    [
      'too many parts',
      form(...Array.from({ length: 101 }, (_, at) => part(`f${at}`, ''))),
      'too_many_parts',
      false,
    ],
    [
      'another charset',
      form(part('a', 'x', '', 'Content-Type: text/plain; charset=iso-8859-1\r\n')),
      'unsupported_charset',
      false,
    ],
    [
      'a transfer encoding',
      form(part('a', 'eA==', '', 'Content-Transfer-Encoding: base64\r\n')),
      'unsupported_transfer_encoding',
      false,
    ],
    [
      'an end behind the file',
      Buffer.concat([file('x'), Buffer.from('--B\r\n')]),
      'malformed_multipart',
      true,
    ],
    ['no body', Buffer.alloc(0), 'malformed_multipart', false],
  ])('refuses %s', async (_, body, code, discarded) => {
    expect(await send(body)).toEqual({ status: 400, code });
    expect(await outcomeOf()).toMatchObject({ error: { code }, cleanedUp: false, discarded });
  });

  it('tells the receiver when the body ends within the file', async () => {
    expect(await send(file('x'.repeat(100_000)).subarray(0, 90_000))).toMatchObject({
      code: 'malformed_multipart',
    });
    expect(await outcomeOf()).toMatchObject({
      error: { kind: 'malformed' },
      cleanedUp: true,
      discarded: false,
    });
  });

  it.each([
    ['no type', { 'content-type': '' }, 'unsupported_media_type'],
    ['another type', { 'content-type': 'application/json' }, 'unsupported_media_type'],
    ['no boundary', { 'content-type': 'multipart/form-data' }, 'unsupported_media_type'],
    ['an empty boundary', { 'content-type': 'multipart/form-data; boundary=' }, 'unsupported_media_type'],
    ['a compressed body', { 'content-encoding': 'gzip' }, 'unsupported_content_encoding'],
  ])('refuses %s', async (_, headers, code) => {
    expect(await send(form(file('x'.repeat(3 * MIB))), headers)).toEqual({ status: 400, code });
    expect((await outcomeOf()).error).toMatchObject({ kind: 'unsupported' });
    expect(started).toBe(0);
  });

  it('stops at the limit of the file, and the client can read why', async () => {
    const content = Buffer.alloc(16 * MIB);
    expect(await send(form(file(content)))).toEqual({ status: 400, code: 'file_too_large' });
    expect(await outcomeOf()).toMatchObject({
      error: { kind: 'too-large', code: 'file_too_large' },
      cleanedUp: true,
    });
  });

  it('answers clients that send everything before they read, on a connection that goes on', async () => {
    const socket = connect(port, '127.0.0.1');
    const answers = textOf(socket);
    const write = async (body: Buffer, more = ''): Promise<void> => {
      const head = `POST / HTTP/1.1\r\nHost: x\r\n${more}Content-Type: multipart/form-data; boundary=B\r\n`;
      socket.write(`${head}Content-Length: ${body.length}\r\n\r\n`);
      await new Promise((sent) => socket.write(body, sent));
    };
    await write(form(file(Buffer.alloc(16 * MIB))));
    await write(form(file('ok')), 'Connection: close\r\n');
    expect((await answers).match(/HTTP\/1\.1 \d+|"\w+"$/g)).toEqual([
      'HTTP/1.1 400',
      'HTTP/1.1 200',
      '"done"',
    ]);
  });

  it('passes on the failure of the receiver, without waiting for the client', async () => {
    takeFile = async (stream) => {
      await new Promise((first) => stream.once('data', first));
      throw new Error('disk full');
    };
    const body = new PassThrough();
    body.write(file('x'.repeat(200_000)).subarray(0, 150_000));
    const answer = send(body, { 'transfer-encoding': 'chunked' });
    expect(await outcomeOf()).toMatchObject({ error: new Error('disk full'), discarded: false });
    body.end();
    expect(await answer).toEqual({ status: 400, code: 'done' });
  });

  it('does not take a file for whole that the receiver has not read', async () => {
    takeFile = async () => ({ size: 0, sha256: '' });
    await send(form(file('x'.repeat(500_000))));
    expect((await outcomeOf()).error).toMatchObject({ message: expect.stringContaining('to its end') });
  });

  describe('a client that goes away', () => {
    const connected = async (body: Buffer, length = 10 * MIB): Promise<Socket> => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(
        `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: ${length}\r\n\r\n`,
      );
      await new Promise((sent) => socket.write(body, sent));
      return socket;
    };
    const halfFile = file(Buffer.alloc(MIB)).subarray(0, 700_000);
    const aborted = { error: { kind: 'malformed', code: 'upload_aborted' }, discarded: false };

    it.each([
      ['at once', (socket: Socket) => socket.destroy()],
      ['with a reset', (socket: Socket) => socket.resetAndDestroy()],
      ['by closing its side', (socket: Socket) => socket.end()],
    ])('in mid-file, %s, is noticed by the receiver', async (_, leave) => {
      const socket = await connected(halfFile);
      await until('the file is being received', () => started > 0);
      leave(socket);
      expect(await outcomeOf()).toMatchObject({ ...aborted, cleanedUp: true });
      socket.destroy();
    });

    it('after a while without a byte is noticed too', async () => {
      const arrived: number[] = [];
      takeFile = (stream) => {
        stream.on('data', (chunk: Buffer) => arrived.push(chunk.length));
        return hashing(stream);
      };
      const socket = await connected(halfFile);
      await until('all that was sent has arrived', () => arrived.reduce((a, b) => a + b, 0) > 699_000);
      expect(outcomes).toEqual([]);
      socket.destroy();
      expect(await outcomeOf()).toMatchObject({ ...aborted, cleanedUp: true });
    });

    it.each([
      ['with everything read', 1000],
      ['with the client held back', 700_000],
    ])('while the receiver is not yet listening, %s', async (_, sent) => {
      let listen = (): void => {};
      takeFile = async (stream) => {
        await new Promise<void>((resolve) => (listen = resolve));
        return hashing(stream);
      };
      const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
      const socket = await connected(halfFile.subarray(0, sent));
      await until('the file is offered', () => started > 0);
      socket.destroy();
      // A connection that is held back is not read, so its end is not seen yet.
      if (sent === 1000) await until('the server has noticed', async () => (await accepted).destroyed);
      listen();
      expect(await outcomeOf()).toMatchObject({ ...aborted, cleanedUp: true });
    });

    it('within a field, within headers, or before anything', async () => {
      for (const body of [
        part('a', 'x'.repeat(1000)).subarray(0, 500),
        Buffer.from('--B\r\nContent-Dis'),
        Buffer.alloc(0),
      ]) {
        outcomes = [];
        requests = 0;
        const socket = await connected(body);
        await until('the server has the request', () => requests > 0);
        socket.end();
        expect(await outcomeOf()).toMatchObject({ error: { code: 'upload_aborted' } });
        socket.destroy();
      }
    });

    it('behind the file takes the file with it', async () => {
      const socket = await connected(
        Buffer.concat([file('whole'), part('a', 'x'.repeat(100)).subarray(0, 80)]),
      );
      await until('the file is received', () => started > 0);
      socket.end();
      expect(await outcomeOf()).toMatchObject({ error: { code: 'upload_aborted' }, discarded: true });
      socket.destroy();
    });
  });

  it('holds back the client while the receiver is busy', async () => {
    let release = (): void => {};
    takeFile = async (stream) => {
      await new Promise<void>((resolve) => (release = resolve));
      return hashing(stream);
    };
    const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: 99999999\r\n\r\n',
    );
    socket.write(file(Buffer.alloc(64 * MIB)));
    const { bytesRead } = await until('nothing more is taken', async () => {
      const connection = await accepted;
      const before = connection.bytesRead;
      await pause(200);
      return started > 0 && connection.bytesRead === before && connection;
    });
    expect(bytesRead).toBeLessThan(MIB);
    release();
    expect(await outcomeOf()).toMatchObject({ error: { code: 'file_too_large' }, cleanedUp: true });
    socket.destroy();
  });
});
