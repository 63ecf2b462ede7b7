import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Config } from '../../shared/config/config.js';
import { answerPage } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { AuditQueries } from '../application/audit.queries.js';
import {
  AuditEntryListResponse,
  AuditEntryResponse,
  ListAuditEntriesRequest,
} from './audit-entry.responses.js';

@ApiTags('Audit')
@Controller('api/audit')
export class AuditController {
  constructor(
    private readonly queries: AuditQueries,
    private readonly config: Config,
  ) {}

  @Get()
  @RequireScope('admin')
  @ApiOperation({
    operationId: 'listAuditEntries',
    summary: 'Who did what, newest first',
    description:
      'The histories of all documents, what operators did to deliveries and endpoints, and logins and changes of users, ' +
      'tokens and sessions, as one list. Values are exact in the history of the document.',
  })
  @ApiOkResponse({ type: AuditEntryListResponse })
  @ApiResponse({ status: 422, description: 'A parameter is not valid.', type: ProblemResponse })
  async list(
    @Query() query: ListAuditEntriesRequest,
    @Req() request: Request,
  ): Promise<AuditEntryListResponse> {
    const { actor, document_id: documentId, kind, since, until, q } = query;
    const found = await this.queries.list(
      { actor, documentId, kind, since, until, q },
      query.limit + 1,
      query.after('time', 'id', 'bigId'),
    );
    return answerPage(
      { request, config: this.config, query },
      found,
      ({ at, source, id }) => [at, source, id],
      (entry) => AuditEntryResponse.from(entry),
    );
  }
}
