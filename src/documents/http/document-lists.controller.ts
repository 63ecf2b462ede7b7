import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Config } from '../../shared/config/config.js';
import { DocumentLinks } from '../../shared/kernel/document-links.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { answerItems, answerPage, PageRequest, type PageAnswer } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { DocumentQueries, type DocumentFilter, type RecordName } from '../application/document.queries.js';
import { ListDocumentsRequest } from './document.requests.js';
import { DocumentListResponse, DocumentResponse } from './document.responses.js';
import { LookUpRequest } from './look-up.request.js';
import { LookUpResponse } from './look-up.response.js';

const REFUSED = { status: 422, description: 'Refused; `errors` names the members.', type: ProblemResponse };

const MOST_IDS = 100;

@ApiTags('Documents')
@Controller('api/documents')
export class DocumentListsController {
  constructor(
    private readonly queries: DocumentQueries,
    private readonly links: DocumentLinks,
    private readonly config: Config,
  ) {}

  @Get()
  @RequireScope('read')
  @ApiOperation({
    operationId: 'listDocuments',
    summary: 'List documents, newest first',
    description:
      'Filters combine: a document is listed when all of them hold. ' +
      '**To follow changes**, ask with `sort=updated_at`, which lists the oldest change first: go along `next` to the ' +
      'end of the list, and ask again later with `updated_after` set to the last `updated_at` you saw. Documents of ' +
      'that very millisecond come again (compare `version`), and do not count for `limit`; what was changed in one ' +
      'millisecond is never parted, so that a page can be longer than `limit`; no change is ever missed, even one that is committed ' +
      'late, because the list holds back what is newer than the oldest write under way. So a transaction that is left ' +
      'open in the database after it has written something, which the service itself never does for longer than ' +
      '5 seconds, delays this list until it ends, and nothing else. Deleted documents do not come.',
  })
  @ApiOkResponse({ type: DocumentListResponse })
  @ApiResponse(REFUSED)
  async list(
    @Query() query: ListDocumentsRequest,
    @Req() request: Request,
  ): Promise<PageAnswer<DocumentResponse>> {
    const filter = {
      status: query.status,
      contactId: query.contact_id,
      folderId: query.folder_id,
      profileId: query.profile_id,
      source: query.source,
      createdAfter: query.created_after,
      createdBefore: query.created_before,
      updatedAfter: query.updated_after,
      records: query.external_ref?.map(recordNamed),
      record: recordOf(query),
      q: query.q,
    };
    if (query.sort === undefined) return this.newestFirst(filter, query, request);
    const { documents, more } = await this.queries.listByUpdate(
      filter,
      query.limit,
      query.after('time')?.[0],
    );
    return answerItems(
      { request, config: this.config, query },
      documents,
      more,
      (document) => [document.updatedAt],
      (document) => DocumentResponse.from(document, this.links),
    );
  }

  @Get('by-checksum/:sha256')
  @RequireScope('read')
  @ApiOperation({
    operationId: 'listDocumentsByChecksum',
    summary: 'List the documents with this content, newest first',
    description:
      'So that a file that is here already need not be sent again: an empty list when nobody has it. ' +
      'The SHA-256 of the file in hex, in upper or lower case.',
  })
  @ApiParam({
    name: 'sha256',
    description: 'Of the file, 64 hex digits.',
    schema: { type: 'string', pattern: '^[0-9A-Fa-f]{64}$' },
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  @ApiOkResponse({ type: DocumentListResponse })
  @ApiResponse(REFUSED)
  async byChecksum(
    @Param('sha256') sha256: string,
    @Query() query: PageRequest,
    @Req() request: Request,
  ): Promise<PageAnswer<DocumentResponse>> {
    if (!/^[0-9a-f]{64}$/i.test(sha256)) {
      const message = 'must be a SHA-256: 64 hex digits';
      throw new DomainError('invalid', 'validation_failed', `The checksum ${message}.`, {
        errors: [{ pointer: '/path/sha256', message }],
      });
    }
    return this.newestFirst({ sha256: sha256.toLowerCase() }, query, request);
  }

  @Post('lookup')
  @HttpCode(200)
  @RequireScope('read')
  @ApiOperation({
    operationId: 'lookUpDocuments',
    summary: 'The documents of up to 1,000 records of other systems',
    description: 'By `external_refs.<system>.record_id`, exactly. Nothing is changed.',
  })
  @ApiOkResponse({ type: LookUpResponse })
  @ApiResponse(REFUSED)
  async lookUp(@Body() { records }: LookUpRequest): Promise<LookUpResponse> {
    const names = records.map(({ system, record_id: recordId }) => ({ system, recordId }));
    const found = await this.queries.idsByRecords(names, MOST_IDS + 1);
    return {
      results: records.map(({ system, record_id }, index) => {
        const ids = found[index] ?? [];
        return { system, record_id, document_ids: ids.slice(0, MOST_IDS), has_more: ids.length > MOST_IDS };
      }),
    };
  }

  private async newestFirst(
    filter: DocumentFilter,
    query: PageRequest,
    request: Request,
  ): Promise<PageAnswer<DocumentResponse>> {
    const found = await this.queries.list(filter, query.limit + 1, query.after('id')?.[0]);
    return answerPage(
      { request, config: this.config, query },
      found,
      (document) => [document.id],
      (document) => DocumentResponse.from(document, this.links),
    );
  }
}

function recordNamed(text: string): RecordName {
  const colon = text.indexOf(':');
  return { system: text.slice(0, colon), recordId: text.slice(colon + 1) };
}

function recordOf({
  external_ref_system: system,
  external_ref_id: recordId,
}: ListDocumentsRequest): RecordName | undefined {
  if (system !== undefined) return { system, recordId };
  if (recordId === undefined) return undefined;
  const message = 'needs external_ref_system beside it';
  throw new DomainError('invalid', 'validation_failed', `external_ref_id ${message}.`, {
    errors: [{ pointer: '/query/external_ref_id', message }],
  });
}
