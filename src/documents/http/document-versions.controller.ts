import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import type { Caller } from '../../shared/kernel/caller.js';
import { cleanFilename } from '../../shared/kernel/clean-filename.js';
import { DocumentLinks } from '../../shared/kernel/document-links.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { Id } from '../../shared/http/id.param.js';
import { ClaimsIdempotencyKey } from '../../shared/http/idempotency.js';
import { ExpectedVersions } from '../../shared/http/if-match.js';
import { ReadsBodyItself } from '../../shared/http/json-body.interceptor.js';
import { answerPage, PageRequest, type PageAnswer } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequestValidationPipe } from '../../shared/http/request-validation.pipe.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { FileStore } from '../application/file-store.js';
import { UploadDocumentVersion } from '../application/upload-document-version.js';
import { VersionQueries, type DocumentVersion } from '../application/version.queries.js';
import { DocumentChange } from './document-change.js';
import {
  DocumentVersionListResponse,
  DocumentVersionResponse,
  NewVersionResponse,
} from './document-version.responses.js';
import { FileDownload, sendFile } from './send-file.js';
import { UploadFields } from './upload-fields.js';
import { UploadReceiver, type UploadForm } from './upload-receiver.js';
import { UploadRefusals } from './upload-refusals.js';
import { UploadVersionRequest } from './upload-version.request.js';

const VALIDATION = new RequestValidationPipe();

const NUMBER = { name: 'number', type: Number, description: 'Of the version: 1, 2, 3…' };
const MISSING = 'There is no such document, or no such version of it.';

const BODIES = {
  'multipart/form-data': {
    schema: {
      type: 'object',
      required: ['file'],
      properties: {
        file: { type: 'string', format: 'binary' },
        profile_id: {
          type: 'integer',
          description: 'The extraction profile to read it with. Default: the one that the document has.',
        },
      },
    },
  },
  'application/json': { schema: { $ref: getSchemaPath(UploadVersionRequest) } },
};

/** The files that a document has had: each with what was found in it. */
@ApiTags('Documents')
@Controller('api/documents/:id/versions')
export class DocumentVersionsController {
  constructor(
    private readonly receiver: UploadReceiver,
    private readonly uploadVersion: UploadDocumentVersion,
    private readonly versions: VersionQueries,
    private readonly files: FileStore,
    private readonly links: DocumentLinks,
    private readonly config: Config,
  ) {}

  @Post()
  @ReadsBodyItself()
  @ClaimsIdempotencyKey()
  @RequireScope('write')
  @ApiExtraModels(UploadVersionRequest)
  @ApiOperation({
    operationId: 'uploadDocumentVersion',
    summary: 'Upload a new file for a document',
    description:
      'The new file takes the place of the one before, name included, and is read from the beginning: what was found in ' +
      'the old one is emptied at once, and the document goes to New. Contact, folder, notes, `custom_fields` and ' +
      '`external_refs`, byte for byte, stay; so does what was exported. The old version stays readable, with what was ' +
      'found in it. In New and Processing the reading begins again; in Approved, Export and Archived it is 409: move the ' +
      'document to Needs Review first. Taken as an upload is: multipart/form-data or application/json, with the same limits.',
    requestBody: { required: true, content: BODIES },
  })
  @DocumentChange({ conflict: 'The document is Approved, Export or Archived (`document_locked`).' })
  @ApiCreatedResponse({
    type: NewVersionResponse,
    description: 'The document, and the number of its new version.',
    headers: { ETag: { required: true, schema: { type: 'string' }, description: 'The version.' } },
  })
  @UploadRefusals()
  async upload(
    @Id() documentId: number,
    @Req() request: Request,
    @ExpectedVersions() expectedVersions: number[] | undefined,
    @CurrentCaller() { actor }: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<NewVersionResponse> {
    return this.receiver.receive(request, FORM, async (file, members) => {
      const document = await this.uploadVersion.execute({
        ...members,
        ...{ documentId, file, expectedVersions, actor },
      });
      response.setHeader('Location', this.links.versionUrl(documentId, document.fileVersion));
      response.setHeader('ETag', `"${document.version}"`);
      return NewVersionResponse.of(document, this.links);
    });
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({
    operationId: 'listDocumentVersions',
    summary: 'The files that a document has had, newest first',
    description: 'The one that it has now is the first.',
  })
  @ApiOkResponse({ type: DocumentVersionListResponse })
  @ApiResponse({ status: 404, description: 'There is no such document.', type: ProblemResponse })
  async list(
    @Id() id: number,
    @Query() query: PageRequest,
    @Req() request: Request,
  ): Promise<PageAnswer<DocumentVersionResponse>> {
    const before = query.after('id')?.[0];
    const found = await this.versions.list(id, query.limit + 1, before);
    if (found.length === 0) await this.requireDocument(id);
    return answerPage(
      { request, config: this.config, query },
      found,
      ({ number }) => [number],
      (version) => DocumentVersionResponse.from(version, this.links),
    );
  }

  @Get(':number')
  @RequireScope('read')
  @ApiOperation({
    operationId: 'getDocumentVersion',
    summary: 'Get a version of a document',
  })
  @ApiParam(NUMBER)
  @ApiOkResponse({ type: DocumentVersionResponse })
  @ApiResponse({ status: 404, description: MISSING, type: ProblemResponse })
  async get(@Id() id: number, @Id('number') number: number): Promise<DocumentVersionResponse> {
    return DocumentVersionResponse.from(await this.find(id, number), this.links);
  }

  @Get(':number/file')
  @RequireScope('read')
  @ApiOperation({
    operationId: 'getDocumentVersionFile',
    summary: 'Download the file of a version',
    description: 'As the file of the document, under the name that it was uploaded with.',
  })
  @ApiParam(NUMBER)
  @FileDownload({ missing: MISSING })
  async file(
    @Id() id: number,
    @Id('number') number: number,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const version = await this.find(id, number);
    await sendFile(request, response, version, (range) => this.read(version, range));
  }

  private async find(id: number, number: number): Promise<DocumentVersion> {
    const version = await this.versions.find(id, number);
    if (version) return version;
    await this.requireDocument(id);
    throw new DomainError(
      'not-found',
      'version_not_found',
      `Document ${id} has no version ${number} of its file. GET /api/documents/${id}/versions lists those that it has.`,
    );
  }

  /** Every document has a version. */
  private async requireDocument(id: number): Promise<void> {
    const [current] = await this.versions.list(id, 1, undefined);
    if (!current) throw new DomainError('not-found', 'document_not_found', `There is no document ${id}.`);
  }

  /** The files of a document that is deleted at this moment may be gone already. */
  private async read(
    { documentId, number, sha256 }: DocumentVersion,
    range: { start: number; end: number },
  ): Promise<AsyncIterable<Uint8Array>> {
    try {
      return await this.files.read(sha256, range);
    } catch (error) {
      await this.find(documentId, number);
      throw error;
    }
  }
}

const FORM: UploadForm<{ filename: string; profileId: number | undefined }> = {
  ofFields(given, filename) {
    const fields = new UploadFields(given, ['profile_id']);
    const profileId = fields.id('profile_id');
    fields.refuse();
    return { filename, profileId };
  },

  async ofJson(body) {
    const metadata = { type: 'body', metatype: UploadVersionRequest } as const;
    const given = (await VALIDATION.transform(body.value, metadata)) as UploadVersionRequest;
    return { filename: cleanFilename(given.filename), profileId: given.profile_id ?? undefined };
  },
};
