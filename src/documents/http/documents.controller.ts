import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Put, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { allows } from '../../shared/kernel/allows.js';
import type { Caller } from '../../shared/kernel/caller.js';
import { DocumentLinks } from '../../shared/kernel/document-links.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { isCalendarDate } from '../../shared/kernel/is-calendar-date.js';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { ExactBody } from '../../shared/http/exact-body.js';
import { Id } from '../../shared/http/id.param.js';
import { ExpectedVersions } from '../../shared/http/if-match.js';
import type { JsonBody } from '../../shared/http/json-body.js';
import { answerPage, PageRequest, type PageAnswer } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { ChangeDocumentStatus } from '../application/change-document-status.js';
import { DeleteDocument } from '../application/delete-document.js';
import { DocumentQueries, type DocumentView } from '../application/document.queries.js';
import { EditDocument } from '../application/edit-document.js';
import { ReprocessDocument } from '../application/reprocess-document.js';
import { cleanFilename } from '../../shared/kernel/clean-filename.js';
import type { DocumentEdit } from '../domain/document.js';
import { parseCustomFields, parseExtractedFields, parseLineItems } from '../domain/document-fields.js';
import { DocumentChange } from './document-change.js';
import { ChangeStatusRequest, EditDocumentRequest, ReprocessRequest } from './document.requests.js';
import { DocumentResponse, HistoryEntryResponse, HistoryResponse } from './document.responses.js';

const DOCUMENT = {
  type: DocumentResponse,
  headers: { ETag: { required: true, schema: { type: 'string' }, description: 'The version.' } },
} as const;
const NOT_FOUND = { status: 404, description: 'There is no such document.', type: ProblemResponse };
const REFUSED = { status: 422, description: 'Refused; `errors` names the members.', type: ProblemResponse };

@ApiTags('Documents')
@Controller('api/documents')
export class DocumentsController {
  constructor(
    private readonly queries: DocumentQueries,
    private readonly editDocument: EditDocument,
    private readonly changeStatus: ChangeDocumentStatus,
    private readonly reprocessDocument: ReprocessDocument,
    private readonly deleteDocument: DeleteDocument,
    private readonly links: DocumentLinks,
    private readonly config: Config,
  ) {}

  @Get(':id')
  @RequireScope('read')
  @ApiOperation({ operationId: 'getDocument', summary: 'Get a document' })
  @ApiOkResponse(DOCUMENT)
  @ApiResponse(NOT_FOUND)
  async get(@Id() id: number, @Res({ passthrough: true }) response: Response): Promise<DocumentResponse> {
    return this.answer(id, response);
  }

  @Patch(':id')
  @RequireScope('write')
  @ApiOperation({
    operationId: 'editDocument',
    summary: 'Change members of a document',
    description:
      'Only what is named is changed. While the document is Approved, Export or Archived, only external_refs and notes can be.',
  })
  @DocumentChange({ conflict: 'Its status does not allow it.' })
  @ApiOkResponse(DOCUMENT)
  @ApiResponse(REFUSED)
  async edit(
    @Id() documentId: number,
    @Body() body: EditDocumentRequest,
    @ExactBody() exactBody: JsonBody,
    @ExpectedVersions() expectedVersions: number[] | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DocumentResponse> {
    await this.editDocument.execute({
      documentId,
      edit: toEdit(body, exactBody),
      expectedVersions,
      actor: caller.actor,
    });
    return this.answer(documentId, response);
  }

  @Put(':id/status')
  @RequireScope('write')
  @ApiOperation({
    operationId: 'setDocumentStatus',
    summary: 'Change the status of a document',
    description:
      'The status it already has changes nothing. `Export` also exports, unless the document is in Export already; ' +
      'it takes the scope `export` besides.',
  })
  @DocumentChange({ conflict: 'Not from its present status; names the allowed ones.' })
  @ApiOkResponse(DOCUMENT)
  @ApiResponse(REFUSED)
  async setStatus(
    @Id() documentId: number,
    @Body() body: ChangeStatusRequest,
    @ExpectedVersions() expectedVersions: number[] | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DocumentResponse> {
    const { status, reason = null } = body;
    if (status === 'Export' && !allows(caller.scopes, 'export')) {
      throw new DomainError('forbidden', 'missing_scope', 'To export needs a token with the scope export.');
    }
    await this.changeStatus.execute({ documentId, status, reason, expectedVersions, actor: caller.actor });
    return this.answer(documentId, response);
  }

  @Post(':id/reprocess')
  @HttpCode(200)
  @RequireScope('write')
  @ApiOperation({
    operationId: 'reprocessDocument',
    summary: 'Read a document again',
    description: 'What is found replaces its fields.',
  })
  @ApiBody({ type: ReprocessRequest, required: false })
  @DocumentChange({ conflict: 'Its status does not allow it.' })
  @ApiOkResponse(DOCUMENT)
  @ApiResponse(REFUSED)
  async reprocess(
    @Id() documentId: number,
    @Body() body: ReprocessRequest,
    @ExpectedVersions() expectedVersions: number[] | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DocumentResponse> {
    await this.reprocessDocument.execute({
      documentId,
      profileId: body.profile_id ?? undefined,
      expectedVersions,
      actor: caller.actor,
    });
    return this.answer(documentId, response);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({
    operationId: 'deleteDocument',
    summary: 'Delete a document for good',
    description:
      'In any status, with its text and, when no other document has the same content, its file. Webhooks of its ' +
      'exports are still delivered. Afterwards it is 404 here, and its page says that it was deleted (410).',
  })
  @DocumentChange()
  @ApiNoContentResponse({ description: 'It is gone.' })
  async delete(
    @Id() documentId: number,
    @ExpectedVersions() expectedVersions: number[] | undefined,
    @CurrentCaller() { actor }: Caller,
  ): Promise<void> {
    await this.deleteDocument.execute({ documentId, expectedVersions, actor });
  }

  @Get(':id/history')
  @RequireScope('read')
  @ApiOperation({
    operationId: 'getDocumentHistory',
    summary: 'Who changed what and when, newest first',
    description:
      'One line for each member that a change has changed. `uploaded` (with the `external_refs` that came with the ' +
      'file), `edited` (members, external_refs, contact, folder, profile), `status` (with its reason), `extracted` (what ' +
      'was found in the file) and `exported` (the revision). What the service does by itself is done by `system`.',
  })
  @ApiOkResponse({ type: HistoryResponse })
  @ApiResponse(NOT_FOUND)
  async history(
    @Id() id: number,
    @Query() query: PageRequest,
    @Req() request: Request,
  ): Promise<PageAnswer<HistoryEntryResponse>> {
    await this.find(id);
    const found = await this.queries.history(id, query.limit + 1, query.after('bigId')?.[0]);
    return answerPage(
      { request, config: this.config, query },
      found,
      (entry) => [entry.id],
      (entry) => HistoryEntryResponse.from(entry),
    );
  }

  private async answer(id: number, response: Response): Promise<DocumentResponse> {
    const document = await this.find(id);
    response.setHeader('ETag', `"${document.version}"`);
    return DocumentResponse.from(document, this.links);
  }

  private async find(id: number): Promise<DocumentView> {
    const [document] = await this.queries.byIds([id]);
    if (!document) throw new DomainError('not-found', 'document_not_found', `There is no document ${id}.`);
    return document;
  }
}

function toEdit(body: EditDocumentRequest, exactBody: JsonBody): DocumentEdit {
  if (typeof body.doc_date === 'string' && !isCalendarDate(body.doc_date)) {
    throw new DomainError('invalid', 'validation_failed', 'doc_date must be a date, YYYY-MM-DD.', {
      errors: [{ pointer: '/doc_date', message: 'must be a date, YYYY-MM-DD' }],
    });
  }
  const read = <T>(member: keyof EditDocumentRequest, parse: (value: unknown) => T): T | undefined => {
    const text = exactBody.member(member);
    return text === undefined ? undefined : parse(JSON.parse(text));
  };
  return {
    filename: body.filename === undefined ? undefined : cleanFilename(body.filename),
    contactId: body.contact_id,
    folderId: body.folder_id,
    docType: body.doc_type,
    docDate: body.doc_date,
    notes: body.notes,
    extractedFields: read('extracted_fields', (value) => parseExtractedFields(value ?? {})),
    customFields: read('custom_fields', (value) => parseCustomFields(value ?? {})),
    lineItems: read('line_items', (value) => parseLineItems(value ?? [])),
    externalRefs:
      body.external_refs === undefined
        ? undefined
        : body.external_refs === null
          ? ExternalRefs.EMPTY
          : ExternalRefs.parse(body.external_refs.text),
  };
}
