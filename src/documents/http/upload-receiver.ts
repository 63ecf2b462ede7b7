import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Config } from '../../shared/config/config.js';
import { cleanFilename } from '../../shared/kernel/clean-filename.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { contentType } from '../../shared/http/content-type.js';
import { discardRest } from '../../shared/http/discard-rest.js';
import { claimIdempotencyKey } from '../../shared/http/idempotency.js';
import type { JsonBody } from '../../shared/http/json-body.js';
import { readMultipart } from '../../shared/http/multipart.js';
import { readJsonUpload } from '../../shared/http/read-json-upload.js';
import { FileStore, type StagedFile } from '../application/file-store.js';

/** external_refs has 64 KiB, notes 100,000 characters. */
const MAX_FIELD_BYTES = 1024 * 1024;

/** How what came besides the file is read and checked. */
export interface UploadForm<Members> {
  ofFields(fields: ReadonlyMap<string, Uint8Array>, filename: string): Members;
  ofJson(body: JsonBody): Promise<Members>;
}

interface Received<Members> {
  /** Of the file, for errors. */
  pointer: string;
  staged: StagedFile;
  /** What came besides the file, as it came. May throw. */
  parts: () => [name: string, content: string | Uint8Array][];
  /** What came besides the file, checked. */
  members: () => Members | Promise<Members>;
}

/** Requests that bring a file, as multipart/form-data or as application/json with the file in it. */
@Injectable()
export class UploadReceiver {
  constructor(
    private readonly files: FileStore,
    private readonly config: Config,
  ) {}

  /**
   * Receives the file whole, and nothing stays of it unless `take` keeps it.
   * @returns what `take` gives
   */
  async receive<Members, Result>(
    request: Request,
    form: UploadForm<Members>,
    take: (file: StagedFile, members: Members) => Promise<Result>,
  ): Promise<Result> {
    const { staged, pointer, parts, members } = await this.read(request, form);
    try {
      await claimIdempotencyKey(request, [...parts(), ['file', staged.sha256]]);
      const checked = await members();
      if (staged.size === 0) {
        throw new DomainError('invalid', 'empty_file', 'The file is empty.', {
          errors: [{ pointer, message: 'is empty' }],
        });
      }
      return await take(staged, checked);
    } finally {
      await staged.discard(); // nothing to do once it was kept
    }
  }

  private read<Members>(request: Request, form: UploadForm<Members>): Promise<Received<Members>> {
    const type = contentType(request.headers['content-type'])?.essence;
    if (type === 'application/json') return this.readJson(request, form);
    if (type === 'multipart/form-data') return this.readForm(request, form);
    discardRest(request);
    throw new DomainError(
      'unsupported',
      'unsupported_media_type',
      'Send the upload as multipart/form-data, or as application/json with the file in content_base64.',
    );
  }

  private async readForm<Members>(request: Request, form: UploadForm<Members>): Promise<Received<Members>> {
    const { fields, file } = await readMultipart(request, {
      fileField: 'file',
      maxFileBytes: this.config.maxUploadBytes,
      maxFieldBytes: MAX_FIELD_BYTES,
      receiveFile: async (stream, info) => ({
        filename: cleanFilename(info.filename),
        staged: await this.files.stage(stream),
      }),
      discardFile: ({ staged }) => staged.discard(),
    });
    if (!file) throw fileMissing('There is no part named "file". Send the document in it.', '/file');
    const { filename, staged } = file;
    return {
      pointer: '/file',
      staged,
      parts: () => [...fields, ['filename', filename]],
      members: () => form.ofFields(fields, filename),
    };
  }

  private async readJson<Members>(request: Request, form: UploadForm<Members>): Promise<Received<Members>> {
    const { body, file } = await readJsonUpload(request, {
      member: 'content_base64',
      maxFileBytes: this.config.maxJsonUploadBytes,
      receiveFile: (content) => this.files.stage(content),
      discardFile: (staged) => staged.discard(),
    });
    if (file) {
      return {
        pointer: '/content_base64',
        staged: file,
        parts: () => body.members.map(({ key, text }) => [key, text]),
        members: () => form.ofJson(body),
      };
    }
    await form.ofJson(body); // whatever else is wrong with it
    throw fileMissing('There is no content_base64. Send the file in it.', '/content_base64');
  }
}

function fileMissing(message: string, pointer: string): DomainError {
  return new DomainError('malformed', 'file_missing', message, {
    errors: [{ pointer, message: 'is missing' }],
  });
}
