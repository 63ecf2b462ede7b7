import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import {
  Body,
  Controller,
  HttpCode,
  Module,
  Patch,
  Post,
  Put,
  Req,
  type INestApplication,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IsOptional, IsString } from 'class-validator';
import type { Request } from 'express';
import fc from 'fast-check';
import { RawJson } from '../kernel/json/raw-json.js';
import { ExactBody } from './exact-body.js';
import { ExternalRefsMember } from './external-refs-member.js';
import { JsonBody } from './json-body.js';
import { JsonBodyInterceptor, ReadsBodyItself } from './json-body.interceptor.js';
import { ProblemFilter } from './problem.filter.js';
import { RawJsonInterceptor } from './raw-json.interceptor.js';
import { RequestValidationPipe } from './request-validation.pipe.js';

const numRuns = Number(process.env.FC_RUNS ?? 300);

class ChangeRequest {
  @IsOptional()
  @IsString()
  notes?: string;

  @ExternalRefsMember()
  external_refs?: RawJson | null;
}

@Controller()
class ProbeController {
  @Patch('change')
  change(@Body() change: ChangeRequest, @Req() request: Request): unknown {
    const refs = change.external_refs;
    const made = (request.body as ChangeRequest | undefined)?.external_refs;
    return {
      state: refs === undefined ? 'absent' : refs === null ? 'null' : 'raw',
      untouched: refs === made && (refs === undefined || refs === null || refs instanceof RawJson),
      external_refs: refs ?? new RawJson('{}'),
    };
  }

  @Put('exact')
  exact(@ExactBody() body: JsonBody): unknown {
    return { value: new RawJson(body.text), bytes: body.bytes.toString('hex') };
  }

  @Post('body')
  @HttpCode(200)
  async body(@Req() request: Request): Promise<unknown> {
    const body = request.body as Record<string, unknown> | undefined;
    return {
      parsed: JsonBody.of(request) !== undefined,
      body: body ?? 'undefined',
      polluted: ({} as Record<string, unknown>)['polluted'] ?? false,
      prototype: body !== undefined && Object.getPrototypeOf(body) !== Object.prototype,
    };
  }

  @Post('rest')
  @HttpCode(200)
  async rest(@Req() request: Request): Promise<unknown> {
    return { rest: await textOf(request) };
  }

  @Post('itself')
  @ReadsBodyItself()
  @HttpCode(200)
  async itself(@Req() request: Request): Promise<unknown> {
    return { size: (await textOf(request)).length };
  }
}

@Module({ controllers: [ProbeController] })
class ProbeModule {}

interface Answer {
  status: number;
  type: string | undefined;
  text: string;
}

describe('JsonBodyInterceptor', () => {
  let app: INestApplication;
  let port: number;

  beforeAll(async () => {
    app = await NestFactory.create(ProbeModule, { bodyParser: false, logger: false });
    app.useGlobalPipes(new RequestValidationPipe());
    app.useGlobalFilters(new ProblemFilter());
    app.useGlobalInterceptors(new JsonBodyInterceptor(), new RawJsonInterceptor());
    await app.listen(0, '127.0.0.1');
    port = (app.getHttpServer().address() as AddressInfo).port;
  });
  afterAll(() => app.close());

  function send(
    method: string,
    path: string,
    body: string | Uint8Array | undefined,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        { port, host: '127.0.0.1', method, path, headers },
        (response: IncomingMessage) => {
          textOf(response).then(
            (text) => resolve({ status: response.statusCode!, type: response.headers['content-type'], text }),
            reject,
          );
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }
  const refused = async (answer: Promise<Answer>, status: number, code: string): Promise<string> => {
    const { text, ...rest } = await answer;
    expect({ ...rest, code: (JSON.parse(text) as { code: string }).code }).toEqual({
      status,
      type: expect.stringMatching('^application/problem\\+json'),
      code,
    });
    return text;
  };

  // One case for each place at which exactness is usually lost.
  const exactTexts: [string, string][] = [
    ['integers beyond 2^53', '{"a":12345678901234567890,"b":9007199254740993}'],
    [
      'the spelling of numbers',
      '{"a":1.0,"b":1e2,"c":-0,"d":1e400,"e":1E-3,"f":0.1000000000000000055511151231257827}',
    ],
    ['the order of integer-like keys', '{"b":1,"a":2,"10":3,"2":4}'],
    ['repeated keys', '{"a":1,"b":2,"a":3}'],
    ['__proto__ and constructor', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'],
    ['escapes and white space', '{ "\\u0041" :\r\n\t"\\/\\u00e9" }'],
    ['an escaped NUL and half a surrogate pair', '{"a":"\\u0000\\ud800"}'],
    ['U+FFFD and characters beyond the first plane', '{"a":"\ufffd😀\u2028"}'],
    ['a bare line feed between members', '{"a":1,\n"b":2}'],
    ['what looks like a placeholder', '{"a":"$& $1 $$ {{external_refs}} %s"}'],
    ['depth 64', '{"a":'.repeat(63) + '{}' + '}'.repeat(63)],
  ];

  it.each(exactTexts)(
    'carries external_refs unchanged through validation and answer: %s',
    async (_, refs) => {
      const answer = await send('PATCH', '/change', `{"notes":"n", "external_refs" : ${refs}\n}`);
      expect(answer).toEqual({
        status: 200,
        type: 'application/json; charset=utf-8',
        text: `{"state":"raw","untouched":true,"external_refs":${refs}}`,
      });
    },
  );

  it.each(exactTexts)('gives a route the body itself: %s', async (_, text) => {
    const answer = await send('PUT', '/exact', `\n${text} `);
    expect(answer.text).toBe(`{"value":\n${text} ,"bytes":"${Buffer.from(`\n${text} `).toString('hex')}"}`);
  });

  it('carries any external_refs unchanged', async () => {
    const refs = fc
      .tuple(fc.object(), fc.constantFrom(0, 1))
      .map(([value, indent]) => JSON.stringify(value, null, indent));
    await fc.assert(
      fc.asyncProperty(refs, async (text) => {
        const answer = await send('PATCH', '/change', `{"external_refs":${text}}`);
        expect(answer.text).toBe(`{"state":"raw","untouched":true,"external_refs":${text}}`);
      }),
      { numRuns },
    );
  });

  it.each([
    ['{}', 'absent', '{}'],
    ['{"external_refs":null}', 'null', '{}'],
    ['{"external_refs":5}', 'raw', '5'],
    ['{"external_refs":"a"}', 'raw', '"a"'],
    ['{"external\\u005frefs":{"a":1.0}}', 'raw', '{"a":1.0}'],
    ['\ufeff{"external_refs":{"a":1.0}}', 'raw', '{"a":1.0}'],
  ])('tells absent, null and anything else apart: %s', async (body, state, refs) => {
    expect((await send('PATCH', '/change', body)).text).toBe(
      `{"state":"${state}","untouched":true,"external_refs":${refs}}`,
    );
  });

  it('takes +json types and UTF-8 in any spelling', async () => {
    for (const type of ['application/merge-patch+json', 'Application/JSON; charset="UTF-8"']) {
      const answer = await send('PATCH', '/change', '{"external_refs":{"a":1.0}}', { 'content-type': type });
      expect(answer.text).toContain('{"a":1.0}');
    }
  });

  it('takes a chunked body', async () => {
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    expect((await send('PUT', '/exact', '[1.0]', headers)).text).toContain('[1.0]');
    expect(await send('POST', '/body', '', headers)).toMatchObject({
      status: 200,
      text: expect.stringContaining('"parsed":false'),
    });
  });

  it('does not let __proto__ members pollute anything', async () => {
    const answer = await send('POST', '/body', '{"__proto__":{"polluted":true},"a":1,"external_refs":{}}');
    expect(JSON.parse(answer.text)).toMatchObject({ polluted: false, prototype: false });
    expect(answer.text).toContain('"__proto__":{"polluted":true},"a":1,"external_refs":{}');
  });

  it('leaves empty bodies alone, and refuses other types where members are asked for', async () => {
    expect(JSON.parse((await send('POST', '/body', undefined)).text)).toMatchObject({
      parsed: false,
      body: 'undefined',
    });
    const multipart = { 'content-type': 'multipart/form-data; boundary=b' };
    await refused(send('POST', '/body', '--b--', multipart), 415, 'unsupported_media_type');
    await refused(send('POST', '/body', '{}', { 'content-length': '2' }), 415, 'unsupported_media_type');
    expect((await send('POST', '/rest', '--b--', multipart)).text).toBe('{"rest":"--b--"}');
  });

  it.each([
    ['{"a":1,}', 400, 'malformed_json'],
    [' ', 400, 'malformed_json'],
    ['{"a":"\u0000"}', 400, 'malformed_json'],
    [Buffer.from('{"a":"\u00e9"}', 'latin1'), 400, 'not_utf8'],
    [Buffer.from('\ufeff{}', 'utf16le'), 400, 'not_utf8'],
    ['['.repeat(129), 422, 'too_deep'],
    ['{"other":' + '['.repeat(500_000), 422, 'too_deep'],
    ['{"external_refs":' + '{"a":'.repeat(300_000), 413, 'external_refs_too_large'],
    ['{"external_refs":' + '{"a":'.repeat(200) + '1' + '}'.repeat(201), 422, 'external_refs_too_deep'],
    ['{"notes":"a","notes":"b"}', 400, 'duplicate_member'],
    ['{"notes":1,"n\\u006ftes":2}', 400, 'duplicate_member'],
    ['{"external_refs":{},"external_refs":{}}', 400, 'duplicate_member'],
  ])('refuses body %#', async (body, status, code) => {
    await refused(send('POST', '/body', body), status, code);
  });

  it('names the member that is given twice, and the place of a mistake', async () => {
    const twice = await refused(send('POST', '/body', '{"a/b~":1,"a/b~":2}'), 400, 'duplicate_member');
    expect(JSON.parse(twice)).toMatchObject({ errors: [{ pointer: '/a~1b~0' }] });
    const mistake = await refused(send('POST', '/body', '{"a":1,\n "b"}'), 400, 'malformed_json');
    expect(mistake).toContain('line 2, column 5');
  });

  it('refuses members given twice within values, too, but not within external_refs', async () => {
    const twice = await refused(send('POST', '/body', '{"a":[{"b":1,"b":2}]}'), 400, 'duplicate_member');
    expect(JSON.parse(twice)).toMatchObject({ errors: [{ pointer: '/a/0/b' }] });
    expect((await send('POST', '/body', '{"external_refs":{"b":1,"b":{"c":1,"c":2}}}')).status).toBe(200);
  });

  it.each([
    [{ 'content-type': 'application/json; charset=iso-8859-1' }, 'unsupported_charset'],
    [{ 'content-type': 'application/json', 'content-encoding': 'gzip' }, 'unsupported_content_encoding'],
  ])('refuses %j', async (headers, code) => {
    await refused(send('POST', '/body', gzipSync('{}'), headers), 415, code);
  });

  it('asks for JSON where a route needs it', async () => {
    await refused(send('PUT', '/exact', undefined), 400, 'body_required');
    await refused(
      send('PUT', '/exact', '{}', { 'content-type': 'text/plain' }),
      415,
      'unsupported_media_type',
    );
  });

  describe('a body over the limit', () => {
    const large = `"${'x'.repeat(6 * 1024 * 1024)}"`;

    it('is refused, and the client can read why', async () => {
      await refused(send('PUT', '/exact', large), 413, 'body_too_large');
      const chunked = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
      await refused(send('PUT', '/exact', large, chunked), 413, 'body_too_large');
      const exact = `"${'x'.repeat(2 * 1024 * 1024 - 2)}"`;
      expect((await send('PUT', '/exact', exact)).status).toBe(200);
      await refused(send('PUT', '/exact', `${exact} `), 413, 'body_too_large');
    });

    it('is answered to clients that send everything before they read, and the connection goes on', async () => {
      const socket = connect(port, '127.0.0.1');
      const answers: Buffer[] = [];
      socket.on('data', (chunk) => answers.push(chunk));
      const head = (path: string, length: number): string =>
        `PUT ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
      socket.write(head('/exact', large.length));
      for (let at = 0; at < large.length; at += 65_536) {
        await new Promise<void>((sent, failed) =>
          socket.write(large.slice(at, at + 65_536), (error) => (error ? failed(error) : sent())),
        );
      }
      socket.end(`${head('/exact', 4).replace('Host: x', 'Host: x\r\nConnection: close')}true`);
      await new Promise((resolve) => socket.once('close', resolve));
      const text = Buffer.concat(answers).toString();
      expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
    });

    it('is left alone for a route that reads it itself', async () => {
      expect((await send('POST', '/itself', large)).text).toBe(`{"size":${large.length}}`);
    });
  });

  it('goes on after a client that leaves within its body', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'PUT /exact HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a"',
    );
    await new Promise<void>((resolve) => socket.write(':', () => resolve()));
    socket.destroy();
    expect((await send('PUT', '/exact', '1')).status).toBe(200);
  });
});
