import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiExtraModels, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import type { Caller } from '../../shared/kernel/caller.js';
import { decodeUtf8 } from '../../shared/kernel/decode-utf8.js';
import { DocumentLinks } from '../../shared/kernel/document-links.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { CurrentSession, type Session } from '../../shared/http/current-session.js';
import { ClaimsIdempotencyKey } from '../../shared/http/idempotency.js';
import { ReadsBodyItself } from '../../shared/http/json-body.interceptor.js';
import { RequestValidationPipe } from '../../shared/http/request-validation.pipe.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { UploadDocument } from '../application/upload-document.js';
import { cleanFilename } from '../../shared/kernel/clean-filename.js';
import { DocumentResponse } from './document.responses.js';
import { UploadFields } from './upload-fields.js';
import { UploadReceiver, type UploadForm } from './upload-receiver.js';
import { UploadRefusals } from './upload-refusals.js';
import { UploadRequest } from './upload.request.js';

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
    private readonly receiver: UploadReceiver,
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
  @UploadRefusals()
  async upload(
    @Req() request: Request,
    @CurrentCaller() caller: Caller,
    @CurrentSession() session: Session | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DocumentResponse> {
    return this.receiver.receive(request, FORM, async (file, members) => {
      const document = await this.uploadDocument.execute({
        ...members,
        file,
        source: session ? 'UI' : 'API',
        actor: caller.actor,
      });
      response.setHeader('Location', `${this.config.publicBaseUrl}/api/documents/${document.id}`);
      response.setHeader('ETag', `"${document.version}"`);
      return DocumentResponse.from(document, this.links);
    });
  }
}

interface UploadMembers {
  filename: string;
  contactId: number;
  folderId: number;
  profileId: number | undefined;
  externalRefs: ExternalRefs;
  notes: string | null;
}

const FORM: UploadForm<UploadMembers> = {
  ofFields(given, filename) {
    const fields = new UploadFields(given, FIELDS);
    const contactId = fields.id('contact_id', true) ?? 0;
    const folderId = fields.id('folder_id', true) ?? 0;
    const profileId = fields.id('profile_id');
    const notes = fields.text('notes') ?? null;
    if (notes !== null && notes.length > 100_000)
      fields.errors.push({ pointer: '/notes', message: 'must have at most 100000 characters' });
    fields.refuse();
    const refs = given.get('external_refs');
    const externalRefs =
      refs === undefined ? ExternalRefs.EMPTY : ExternalRefs.parse(decodeUtf8(refs).replace(/^\ufeff/, ''));
    return { filename, contactId, folderId, profileId, externalRefs, notes };
  },

  async ofJson(body) {
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
  },
};
