import { Controller, Post, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOperation,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import type { Caller } from '../../shared/kernel/caller.js';
import { decodeUtf8 } from '../../shared/kernel/decode-utf8.js';
import { DocumentLinks } from '../../shared/kernel/document-links.js';
import { DomainError, type FieldError } from '../../shared/kernel/domain-error.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { contentType } from '../../shared/http/content-type.js';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { decodeField } from '../../shared/http/decode-field.js';
import { discardRest } from '../../shared/http/discard-rest.js';
import { claimIdempotencyKey, ClaimsIdempotencyKey } from '../../shared/http/idempotency.js';
import { ReadsBodyItself } from '../../shared/http/json-body.interceptor.js';
import type { JsonBody } from '../../shared/http/json-body.js';
import { readMultipart } from '../../shared/http/multipart.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { readJsonUpload } from '../../shared/http/read-json-upload.js';
import { RequestValidationPipe } from '../../shared/http/request-validation.pipe.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { FileStore, type StagedFile } from '../application/file-store.js';
import { UploadDocument } from '../application/upload-document.js';
import { cleanFilename } from '../../shared/kernel/clean-filename.js';
import { DocumentResponse } from './document.responses.js';
import { UploadRequest } from './upload.request.js';

/** external_refs has 64 KiB, notes 100,000 characters. */
const MAX_FIELD_BYTES = 1024 * 1024;
const FIELDS = ['contact_id', 'folder_id', 'profile_id', 'external_refs', 'notes'];

const VALIDATION = new RequestValidationPipe();

const BODIES = {
  'multipart/form-data': {
    schema: {
      type: 'object',
      required: ['file', 'contact_id', 'folder_id'],
      properties: {
        file: { type: 'string', format: 'binary' },
        contact_id: { type: 'integer', example: 1 },
        folder_id: { type: 'integer', example: 1 },
        profile_id: {
          type: 'integer',
          description: "What it is read for (`GET /api/profiles`). Default: the contact's, else 1.",
        },
        external_refs: {
          type: 'string',
          description: 'A JSON object, kept byte for byte.',
          example: '{"salesforce":{"record_id":"001Qy00000BnXt2IAF","record_type":"Opportunity"}}',
        },
        notes: { type: 'string' },
      },
    },
  },
  'application/json': {
    schema: { $ref: getSchemaPath(UploadRequest) },
    example: {
      filename: 'letter.txt',
      content_base64: 'RGVhciBTaXJzLCB0aGlzIGlzIGEgbGV0dGVyLgo=',
      contact_id: 1,
      folder_id: 1,
      external_refs: { salesforce: { record_id: '001Qy00000BnXt2IAF', record_type: 'Opportunity' } },
    },
  },
};

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
  @ReadsBodyItself()
  @ClaimsIdempotencyKey()
  @RequireScope('write')
  @ApiExtraModels(UploadRequest)
  @ApiOperation({
    operationId: 'uploadDocument',
    summary: 'Upload a document',
    description:
      'The document is durable before the answer; extraction follows by itself (New, Processing, Needs Review). ' +
      'As multipart/form-data (up to `MAX_UPLOAD_MB`), where fields may come before or after the file, or as ' +
      'application/json (up to `MAX_JSON_UPLOAD_MB`, before base64). Give contact and folder by id.',
    requestBody: { required: true, content: BODIES },
  })
  @ApiCreatedResponse({
    type: DocumentResponse,
    headers: { ETag: { required: true, schema: { type: 'string' }, description: 'The version.' } },
  })
  @ApiResponse({ status: 400, description: 'Not readable, or no file.', type: ProblemResponse })
  @ApiResponse({ status: 413, description: 'The file or a field is too large.', type: ProblemResponse })
  @ApiResponse({
    status: 415,
    description: 'Neither multipart/form-data nor application/json.',
    type: ProblemResponse,
  })
  @ApiResponse({
    status: 422,
    description: 'An empty file, content that is not base64, or a member was refused.',
    type: ProblemResponse,
  })
  async upload(
    @Req() request: Request,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DocumentResponse> {
    const upload = await this.receive(request);
    try {
      await claimIdempotencyKey(request, [...upload.parts(), ['file', upload.staged.sha256]]);
      const members = await upload.members();
      if (upload.staged.size === 0) {
        throw new DomainError('invalid', 'empty_file', 'The file is empty.', {
          errors: [{ pointer: upload.pointer, message: 'is empty' }],
        });
      }
      const document = await this.uploadDocument.execute({
        ...members,
        file: upload.staged,
        source: 'API',
        actor: caller.actor,
      });
      response.setHeader('Location', `${this.config.publicBaseUrl}/api/documents/${document.id}`);
      response.setHeader('ETag', `"${document.version}"`);
      return DocumentResponse.from(document, this.links);
    } finally {
      await upload.staged.discard(); // nothing to do once it was kept
    }
  }

  private receive(request: Request): Promise<ReceivedUpload> {
    const type = contentType(request.headers['content-type'])?.essence;
    if (type === 'application/json') return this.receiveJson(request);
    if (type === 'multipart/form-data') return this.receiveForm(request);
    discardRest(request);
    throw new DomainError(
      'unsupported',
      'unsupported_media_type',
      'Send the upload as multipart/form-data, or as application/json with the file in content_base64.',
    );
  }

  private async receiveForm(request: Request): Promise<ReceivedUpload> {
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
      members: async () => ({ ...readFields(fields), filename }),
    };
  }

  private async receiveJson(request: Request): Promise<ReceivedUpload> {
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
        members: () => readMembers(body),
      };
    }
    await readMembers(body); // whatever else is wrong with it
    throw fileMissing('There is no content_base64. Send the file in it.', '/content_base64');
  }
}

interface ReceivedUpload {
  /** Of the file, for errors. */
  pointer: string;
  staged: StagedFile;
  /** What came besides the file, as it came. */
  parts(): [name: string, content: string | Uint8Array][];
  /** What came besides the file, checked. */
  members(): Promise<UploadMembers>;
}

interface UploadMembers {
  filename: string;
  contactId: number;
  folderId: number;
  profileId: number | undefined;
  externalRefs: ExternalRefs;
  notes: string | null;
}

function readFields(fields: Map<string, Uint8Array>): Omit<UploadMembers, 'filename'> {
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
  const externalRefs =
    refs === undefined ? ExternalRefs.EMPTY : ExternalRefs.parse(decodeUtf8(refs).replace(/^\ufeff/, ''));
  return { contactId, folderId, profileId, externalRefs, notes };
}

async function readMembers(body: JsonBody): Promise<UploadMembers> {
  const metadata = { type: 'body', metatype: UploadRequest } as const;
  const given = (await VALIDATION.transform(body.value, metadata)) as UploadRequest;
  return {
    filename: cleanFilename(given.filename),
    contactId: given.contact_id,
    folderId: given.folder_id,
    profileId: given.profile_id ?? undefined,
    externalRefs: given.external_refs ? ExternalRefs.parse(given.external_refs.text) : ExternalRefs.EMPTY,
    notes: given.notes ?? null,
  };
}

function fileMissing(message: string, pointer: string): DomainError {
  return new DomainError('malformed', 'file_missing', message, {
    errors: [{ pointer, message: 'is missing' }],
  });
}
