import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import {
  Controller,
  Get,
  Header,
  HttpCode,
  Module,
  Post,
  Res,
  StreamableFile,
  type INestApplication,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Response } from 'express';
import { of } from 'rxjs';
import { RawJson } from '../kernel/json/raw-json.js';
import { RawJsonInterceptor } from './raw-json.interceptor.js';

const RAW = '{ "b":1.0, "b":1e2,"10":12345678901234567890, "2":"\\u0041\\ud800é" }';

@Controller()
class ProbeController {
  @Get('object')
  object(): unknown {
    return { id: 1, gone: undefined, when: new Date(0), external_refs: new RawJson(RAW) };
  }

  @Post('list')
  @HttpCode(202)
  async list(): Promise<unknown> {
    return { items: [{ external_refs: new RawJson(RAW) }, { external_refs: new RawJson('{}') }] };
  }

  @Get('raw')
  @Header('Content-Type', 'application/vnd.refs+json')
  raw(): unknown {
    return of(new RawJson(RAW));
  }

  @Post('void')
  @HttpCode(204)
  void(): void {}

  @Get('string')
  string(): string {
    return '{"plain":"text"}';
  }

  @Get('file')
  file(): StreamableFile {
    return new StreamableFile(Readable.from(['file']), { type: 'application/pdf' });
  }

  @Get('own')
  own(@Res() response: Response): void {
    response.type('text/plain').send('own');
  }

  @Get('passthrough')
  passthrough(@Res({ passthrough: true }) response: Response): unknown {
    response.status(201).setHeader('ETag', '"7"');
    return [new RawJson(RAW)];
  }
}

@Module({ controllers: [ProbeController] })
class ProbeModule {}

describe('RawJsonInterceptor', () => {
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    app = await NestFactory.create(ProbeModule, { bodyParser: false, logger: false });
    app.useGlobalInterceptors(new RawJsonInterceptor());
    await app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  });
  afterAll(() => app.close());

  const JSON_TYPE = 'application/json; charset=utf-8';

  it.each([
    ['GET', 'object', 200, JSON_TYPE, `{"id":1,"when":"1970-01-01T00:00:00.000Z","external_refs":${RAW}}`],
    ['POST', 'list', 202, JSON_TYPE, `{"items":[{"external_refs":${RAW}},{"external_refs":{}}]}`],
    ['GET', 'raw', 200, 'application/vnd.refs+json; charset=utf-8', RAW],
    ['GET', 'passthrough', 201, JSON_TYPE, `[${RAW}]`],
    ['POST', 'void', 204, null, ''],
    ['GET', 'string', 200, 'text/html; charset=utf-8', '{"plain":"text"}'],
    ['GET', 'file', 200, 'application/pdf', 'file'],
    ['GET', 'own', 200, 'text/plain; charset=utf-8', 'own'],
  ])('%s %s', async (method, path, status, type, text) => {
    const response = await fetch(`${url}/${path}`, { method });
    expect({
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    }).toEqual({ status, type, text });
  });

  it('keeps headers that the handler has set', async () => {
    const response = await fetch(`${url}/passthrough`);
    expect(response.headers.get('etag')).toBe('"7"');
    await response.text();
  });
});
