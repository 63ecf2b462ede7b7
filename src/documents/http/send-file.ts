import { pipeline } from 'node:stream/promises';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';

/** What a browser may show by itself. Everything else, HTML and SVG above all, is only ever downloaded. */
const INLINE = ['application/pdf', 'image/png', 'image/jpeg'];

const TEXT = { required: true, schema: { type: 'string' } } as const;
const CONTENT_RANGE = { ...TEXT, description: 'Such as `bytes 0-1023/48213`; with 416, `bytes */48213`.' };
const FILE_HEADERS = {
  ETag: { ...TEXT, description: 'Its SHA-256.' },
  'Content-Disposition': { ...TEXT, description: '`inline` for PDF, PNG and JPEG; its name.' },
};

export interface StoredFile {
  /** For whoever saves it. */
  filename: string;
  mimeType: string;
  size: number;
  sha256: string;
}

/** Describes what `sendFile` answers. `missing`: when it is 404. */
export function FileDownload({ missing }: { missing: string }): MethodDecorator {
  const content = { type: 'string', format: 'binary' } as const;
  return applyDecorators(
    ApiHeader({ name: 'Range', required: false, description: 'One byte range, such as `bytes=0-1023`.' }),
    ApiProduces('*/*'),
    ApiResponse({
      status: 200,
      description: 'The file, in its own type.',
      schema: content,
      headers: FILE_HEADERS,
    }),
    ApiResponse({
      status: 206,
      description: 'The part that was asked for.',
      schema: content,
      headers: { ...FILE_HEADERS, 'Content-Range': CONTENT_RANGE },
    }),
    ApiResponse({ status: 404, description: missing, type: ProblemResponse }),
    ApiResponse({
      status: 416,
      description: 'The range lies outside the file.',
      type: ProblemResponse,
      headers: { 'Content-Range': CONTENT_RANGE },
    }),
  );
}

/**
 * Answers with a file, or with the part of it that was asked for.
 * @param read gives its bytes `start` to `end`, inclusive
 */
export async function sendFile(
  request: Request,
  response: Response,
  file: StoredFile,
  read: (range: { start: number; end: number }) => Promise<AsyncIterable<Uint8Array>>,
): Promise<void> {
  if (request.get('if-none-match') === tagOf(file.sha256)) {
    response.status(304).setHeader('ETag', tagOf(file.sha256)).end();
    return;
  }
  const range = wantedRange(request, file);
  if (range === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${file.size}`);
    throw new DomainError('out-of-range', 'range_not_satisfiable', `The file has ${file.size} bytes.`);
  }
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  const content = request.method === 'GET' ? await read({ start, end }) : [];
  describe(file, response);
  response.status(range ? 206 : 200).setHeader('Content-Length', String(end - start + 1));
  if (range) response.setHeader('Content-Range', `bytes ${start}-${end}/${file.size}`);
  await pipeline(content, response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error; // the client went away
  });
}

function describe({ filename, mimeType, sha256 }: StoredFile, response: Response): void {
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
function wantedRange(request: Request, { sha256, size }: StoredFile): ReturnType<typeof parseRange> {
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
