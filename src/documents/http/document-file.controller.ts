import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { Id } from '../../shared/http/id.param.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { DocumentQueries, type DocumentView } from '../application/document.queries.js';
import { FileStore } from '../application/file-store.js';
import { FileDownload, sendFile } from './send-file.js';

@ApiTags('Documents')
@Controller('api/documents')
export class DocumentFileController {
  constructor(
    private readonly queries: DocumentQueries,
    private readonly files: FileStore,
  ) {}

  @Get(':id/file')
  @RequireScope('read')
  @ApiOperation({ operationId: 'getDocumentFile', summary: 'Download the original file' })
  @FileDownload({ missing: 'There is no such document.' })
  async file(@Id() id: number, @Req() request: Request, @Res() response: Response): Promise<void> {
    const document = await this.find(id);
    await sendFile(request, response, document, (range) => this.read(document, range));
  }

  @Get(':id/text')
  @RequireScope('read')
  @ApiOperation({ operationId: 'getDocumentText', summary: 'The text that was read in the file' })
  @ApiProduces('text/plain')
  @ApiResponse({ status: 200, description: 'The text, as UTF-8.', schema: { type: 'string' } })
  @ApiResponse({
    status: 404,
    description: 'There is no such document, or no text of it: not yet, or it could not be read.',
    type: ProblemResponse,
  })
  async text(@Id() id: number, @Res({ passthrough: true }) response: Response): Promise<string> {
    const document = await this.find(id);
    const text = await this.queries.text(id);
    if (text === undefined) {
      throw new DomainError(
        'not-found',
        'no_text',
        `There is no text of document ${id}; it is in ${document.status}.`,
      );
    }
    response.type('text/plain');
    return text;
  }

  private async find(id: number): Promise<DocumentView> {
    const [document] = await this.queries.byIds([id]);
    if (!document) throw new DomainError('not-found', 'document_not_found', `There is no document ${id}.`);
    return document;
  }

  /** The file of a document that is deleted at this moment may be gone already; one that is open is read to its end. */
  private async read(
    { id, sha256 }: DocumentView,
    range: { start: number; end: number },
  ): Promise<AsyncIterable<Uint8Array>> {
    try {
      return await this.files.read(sha256, range);
    } catch (error) {
      await this.find(id);
      throw error;
    }
  }
}
