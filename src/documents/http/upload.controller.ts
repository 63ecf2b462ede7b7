import { Controller, Post, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import type { Caller } from '../../shared/kernel/caller.js';
import { decodeUtf8 } from '../../shared/kernel/decode-utf8.js';
import { DocumentLinks } from '../../shared/kernel/document-links.js';
import { DomainError, type FieldError } from '../../shared/kernel/domain-error.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { decodeField } from '../../shared/http/decode-field.js';
import { claimIdempotencyKey, ClaimsIdempotencyKey } from '../../shared/http/idempotency.js';
import { readMultipart } from '../../shared/http/multipart.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import type { DocumentView } from '../application/document.queries.js';
import { FileStore, type StagedFile } from '../application/file-store.js';
import { UploadDocument } from '../application/upload-document.js';
import { cleanFilename } from '../domain/clean-filename.js';
import { DocumentResponse } from './document.responses.js';

/** external_refs has 64 KiB, notes 100,000 characters. */
const MAX_FIELD_BYTES = 1024 * 1024;
const FIELDS = ['contact_id', 'folder_id', 'profile_id', 'external_refs', 'notes'];

@ApiTags('Documents')
@Controller('api/documents')
export class UploadController {
  constructor(
    private readonly files: FileStore,
    private readonly uploadDocument: UploadDocument,
    private readonly links: DocumentLinks,
    private readonly config: Config,
  ) {}

  @Post('upload')
  @ClaimsIdempotencyKey()
  @RequireScope('write')
  @ApiOperation({
    operationId: 'uploadDocument',
    summary: 'Upload a document',
    description:
      'The document is durable before the answer; extraction follows by itself (New, Processing, Needs Review). ' +
      'Fields may come before or after the file. Give contact and folder by id.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file', 'contact_id', 'folder_id'],
      properties: {
        file: { type: 'string', format: 'binary' },
        contact_id: { type: 'integer', example: 1 },
        folder_id: { type: 'integer', example: 1 },
        profile_id: { type: 'integer', description: "Default: the contact's, else 1." },
        external_refs: {
          type: 'string',
          description: 'A JSON object, kept byte for byte.',
          example: '{"salesforce":{"record_id":"001Qy00000BnXt2IAF","record_type":"Opportunity"}}',
        },
        notes: { type: 'string' },
      },
    },
  })
  @ApiCreatedResponse({
    type: DocumentResponse,
    headers: { ETag: { required: true, schema: { type: 'string' }, description: 'The version.' } },
  })
  @ApiResponse({ status: 400, description: 'Not readable, or no file.', type: ProblemResponse })
  @ApiResponse({ status: 413, description: 'The file or a field is too large.', type: ProblemResponse })
  @ApiResponse({ status: 415, description: 'Not multipart/form-data.', type: ProblemResponse })
  @ApiResponse({ status: 422, description: 'An empty file, or a member was refused.', type: ProblemResponse })
  async upload(
    @Req() request: Request,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DocumentResponse> {
    const { fields, file } = await readMultipart(request, {
      fileField: 'file',
      maxFileBytes: this.config.maxUploadBytes,
      maxFieldBytes: MAX_FIELD_BYTES,
      receiveFile: async (stream, info) => {
        const filename = cleanFilename(info.filename);
        return { filename, staged: await this.files.stage(stream, filename) };
      },
      discardFile: ({ staged }) => staged.discard(),
    });
    if (!file) {
      throw new DomainError(
        'malformed',
        'file_missing',
        'There is no part named "file". Send the document in it.',
        {
          errors: [{ pointer: '/file', message: 'is missing' }],
        },
      );
    }
    try {
      await claimIdempotencyKey(request, [...fields, ['file', `${file.staged.sha256} ${file.filename}`]]);
      const document = await this.store(fields, file, caller);
      response.setHeader('Location', `${this.config.publicBaseUrl}/api/documents/${document.id}`);
      response.setHeader('ETag', `"${document.version}"`);
      return DocumentResponse.from(document, this.links);
    } finally {
      await file.staged.discard(); // nothing to do once it was kept
    }
  }

  private store(
    fields: Map<string, Uint8Array>,
    { filename, staged }: { filename: string; staged: StagedFile },
    caller: Caller,
  ): Promise<DocumentView> {
    if (staged.size === 0) {
      throw new DomainError('invalid', 'empty_file', 'The file is empty.', {
        errors: [{ pointer: '/file', message: 'is empty' }],
      });
    }
    const form = readFields(fields);
    return this.uploadDocument.execute({
      ...form,
      file: staged,
      filename,
      source: 'API',
      actor: caller.actor,
    });
  }
}

interface UploadForm {
  contactId: number;
  folderId: number;
  profileId: number | undefined;
  externalRefs: ExternalRefs;
  notes: string | null;
}

function readFields(fields: Map<string, Uint8Array>): UploadForm {
  const errors: FieldError[] = [];
  for (const name of fields.keys()) {
    if (!FIELDS.includes(name))
      errors.push({ pointer: `/${name}`, message: `is not one of file, ${FIELDS.join(', ')}` });
  }
  const text = (name: string): string | undefined => {
    const bytes = fields.get(name);
    return bytes && decodeField(bytes, name);
  };
  const id = (name: string, required: boolean): number | undefined => {
    const value = text(name)?.trim() ?? '';
    const number = /^\d{1,10}$/.test(value) ? Number(value) : 0;
    if (number >= 1 && number < 2 ** 31) return number;
    if (value !== '' || required)
      errors.push({ pointer: `/${name}`, message: value === '' ? 'is missing' : 'must be an id' });
    return undefined;
  };
  const contactId = id('contact_id', true) ?? 0;
  const folderId = id('folder_id', true) ?? 0;
  const profileId = id('profile_id', false);
  const notes = text('notes') ?? null;
  if (notes !== null && notes.length > 100_000)
    errors.push({ pointer: '/notes', message: 'must have at most 100000 characters' });
  if (errors.length > 0) {
    const what = errors.map((error) => `${error.pointer}: ${error.message}`).join('; ');
    throw new DomainError('invalid', 'validation_failed', `The upload was refused: ${what}.`, { errors });
  }
  const refs = fields.get('external_refs');
  const externalRefs = refs === undefined ? ExternalRefs.EMPTY : ExternalRefs.parse(decodeUtf8(refs));
  return { contactId, folderId, profileId, externalRefs, notes };
}
