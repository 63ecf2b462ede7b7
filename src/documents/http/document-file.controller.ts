import { pipeline } from 'node:stream/promises';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { Id } from '../../shared/http/id.param.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { DocumentQueries, type DocumentView } from '../application/document.queries.js';
import { FileStore } from '../application/file-store.js';

/** What a browser may show by itself. Everything else, HTML and SVG above all, is only ever downloaded. */
const INLINE = ['application/pdf', 'image/png', 'image/jpeg'];

const TEXT = { required: true, schema: { type: 'string' } } as const;
const CONTENT_RANGE = { ...TEXT, description: 'Such as `bytes 0-1023/48213`; with 416, `bytes */48213`.' };
const FILE_HEADERS = {
  ETag: { ...TEXT, description: 'Its SHA-256.' },
  'Content-Disposition': { ...TEXT, description: '`inline` for PDF, PNG and JPEG; its name.' },
};

@ApiTags('Documents')
@Controller('api/documents')
export class DocumentFileController {
  constructor(
    private readonly queries: DocumentQueries,
    private readonly files: FileStore,
  ) {}

  @Get(':id/file')
  @RequireScope('read')
  @ApiOperation({ operationId: 'getDocumentFile', summary: 'Download the original file' })
  @ApiHeader({ name: 'Range', required: false, description: 'One byte range, such as `bytes=0-1023`.' })
  @ApiProduces('*/*')
  @ApiResponse({
    status: 200,
    description: 'The file, in its own type.',
    schema: { type: 'string', format: 'binary' },
    headers: FILE_HEADERS,
  })
  @ApiResponse({
    status: 206,
    description: 'The part that was asked for.',
    schema: { type: 'string', format: 'binary' },
    headers: { ...FILE_HEADERS, 'Content-Range': CONTENT_RANGE },
  })
  @ApiResponse({ status: 404, description: 'There is no such document.', type: ProblemResponse })
  @ApiResponse({
    status: 416,
    description: 'The range lies outside the file.',
    type: ProblemResponse,
    headers: { 'Content-Range': CONTENT_RANGE },
  })
  async file(@Id() id: number, @Req() request: Request, @Res() response: Response): Promise<void> {
    const document = await this.find(id);
    if (request.get('if-none-match') === tagOf(document.sha256)) {
      response.status(304).setHeader('ETag', tagOf(document.sha256)).end();
      return;
    }
    const range = wantedRange(request, document);
    if (range === 'unsatisfiable') {
      response.setHeader('Content-Range', `bytes */${document.size}`);
      throw new DomainError('out-of-range', 'range_not_satisfiable', `The file has ${document.size} bytes.`);
    }
    const { start, end } = range ?? { start: 0, end: document.size - 1 };
    const content = request.method === 'GET' ? await this.read(document, { start, end }) : [];
    describe(document, response);
    response.status(range ? 206 : 200).setHeader('Content-Length', String(end - start + 1));
    if (range) response.setHeader('Content-Range', `bytes ${start}-${end}/${document.size}`);
    await pipeline(content, response).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error; // the client went away
    });
  }

  @Get(':id/text')
  @RequireScope('read')
  @ApiOperation({ operationId: 'getDocumentText', summary: 'The text that was read in the file' })
  @ApiProduces('text/plain')
  @ApiResponse({ status: 200, description: 'The text, as UTF-8.', schema: { type: 'string' } })
  @ApiResponse({
    status: 404,
    description: 'There is no such document, or no text of it: not yet, or it could not be read.',
    type: ProblemResponse,
  })
  async text(@Id() id: number, @Res({ passthrough: true }) response: Response): Promise<string> {
    const document = await this.find(id);
    const text = await this.queries.text(id);
    if (text === undefined) {
      throw new DomainError(
        'not-found',
        'no_text',
        `There is no text of document ${id}; it is in ${document.status}.`,
      );
    }
    response.type('text/plain');
    return text;
  }

  private async find(id: number): Promise<DocumentView> {
    const [document] = await this.queries.byIds([id]);
    if (!document) throw new DomainError('not-found', 'document_not_found', `There is no document ${id}.`);
    return document;
  }

  /** The file of a document that is deleted at this moment may be gone already; one that is open is read to its end. */
  private async read(
    { id, sha256 }: DocumentView,
    range: { start: number; end: number },
  ): Promise<AsyncIterable<Uint8Array>> {
    try {
      return await this.files.read(sha256, range);
    } catch (error) {
      await this.find(id);
      throw error;
    }
  }
}

function describe({ filename, mimeType, sha256 }: DocumentView, response: Response): void {
  const ascii = filename.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const disposition = INLINE.includes(mimeType) ? 'inline' : 'attachment';
  response.setHeader('Content-Type', mimeType); // no charset: the bytes are the sender's, in whatever encoding
  response.setHeader(
    'Content-Disposition',
    `${disposition}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(filename).replace(/['()*]/g, hex)}`,
  );
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', 'sandbox');
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('ETag', tagOf(sha256));
  response.setHeader('Cache-Control', 'private, no-cache');
}

function tagOf(sha256: string): string {
  return `"${sha256}"`;
}

/**
 * Ranges are for GET alone, and `If-Range` asks for the whole file if it is not the one of before
 * (RFC 9110 13.1.5, 14.2).
 */
function wantedRange(request: Request, { sha256, size }: DocumentView): ReturnType<typeof parseRange> {
  const ifRange = request.get('if-range');
  if (request.method !== 'GET' || (ifRange !== undefined && ifRange !== tagOf(sha256))) return undefined;
  return parseRange(request.get('range'), size);
}

/** One range (RFC 9110 14.1.2). What cannot be read, or names several, is ignored, as the RFC allows. */
function parseRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length > 0 ? { start: size - length, end: size - 1 } : 'unsatisfiable';
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start < size ? { start, end } : 'unsatisfiable';
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
