import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import type { Caller } from '../../shared/kernel/caller.js';
import { DocumentLinks } from '../../shared/kernel/document-links.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { CurrentCaller } from '../../shared/http/current-caller.js';
import { Id } from '../../shared/http/id.param.js';
import { ExpectedVersions } from '../../shared/http/if-match.js';
import { answerPage, PageRequest, type PageAnswer } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { DocumentQueries } from '../application/document.queries.js';
import { ExportDocuments } from '../application/export-documents.js';
import { ExportLog } from '../application/export-log.js';
import { DocumentChange } from './document-change.js';
import { ExportDocumentsRequest } from './document.requests.js';
import {
  ExportedDocumentResponse,
  ExportResultResponse,
  ExportResultsResponse,
} from './document.responses.js';
import { DocumentExportsResponse, RevisionResponse } from './revision.response.js';

@ApiTags('Exports')
@Controller('api')
export class ExportsController {
  constructor(
    private readonly exportDocuments: ExportDocuments,
    private readonly queries: DocumentQueries,
    private readonly log: ExportLog,
    private readonly links: DocumentLinks,
    private readonly config: Config,
  ) {}

  @Post('documents/:id/export')
  @HttpCode(200)
  @RequireScope('export')
  @ApiOperation({
    operationId: 'exportDocument',
    summary: 'Export a document',
    description:
      'Makes the next revision and its webhook in one transaction. To send newer refs or fields, export again. ' +
      'The webhook is delivered at least once to every endpoint that subscribes now, in revision order.',
  })
  @DocumentChange({ conflict: 'Its status does not allow it.' })
  @ApiOkResponse({
    type: ExportedDocumentResponse,
    headers: { ETag: { required: true, schema: { type: 'string' }, description: 'The version.' } },
  })
  async export(
    @Id() documentId: number,
    @ExpectedVersions() expectedVersions: number[] | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ExportedDocumentResponse> {
    const { document, eventId } = await this.exportDocuments.execute(
      documentId,
      expectedVersions,
      caller.actor,
    );
    response.setHeader('ETag', `"${document.version}"`);
    return ExportedDocumentResponse.of(document, eventId, this.links);
  }

  @Post('exports')
  @HttpCode(200)
  @RequireScope('export')
  @ApiOperation({
    operationId: 'exportDocuments',
    summary: 'Export up to 10,000 documents',
    description: 'Each is accepted or refused alone; the results come in the order given.',
  })
  @ApiOkResponse({ type: ExportResultsResponse })
  @ApiResponse({ status: 422, description: 'Refused; `errors` names the members.', type: ProblemResponse })
  async exportMany(
    @Body() body: ExportDocumentsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ExportResultsResponse> {
    const results = await this.exportDocuments.executeMany(body.document_ids, caller.actor);
    return { results: results.map((result) => ExportResultResponse.from(result)) };
  }

  @Get('documents/:id/exports')
  @RequireScope('read')
  @ApiOperation({
    operationId: 'listDocumentExports',
    summary: 'The revisions of a document, newest first, and the state of every delivery',
  })
  @ApiOkResponse({ type: DocumentExportsResponse })
  @ApiResponse({ status: 404, description: 'There is no such document.', type: ProblemResponse })
  async list(
    @Id() id: number,
    @Query() query: PageRequest,
    @Req() request: Request,
  ): Promise<PageAnswer<RevisionResponse>> {
    const [document] = await this.queries.byIds([id]);
    if (!document) throw new DomainError('not-found', 'document_not_found', `There is no document ${id}.`);
    const found = await this.log.ofDocument(id, query.limit + 1, query.after('id')?.[0]);
    return answerPage(
      { request, config: this.config, query },
      found,
      ({ revision }) => [revision],
      (revision) => RevisionResponse.from(revision),
    );
  }
}
