import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { AppShell } from '../../shared/http/app-shell.js';
import { Id } from '../../shared/http/id.param.js';
import { Page } from '../../shared/http/page-route.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { DocumentQueries } from '../application/document.queries.js';

/** What doc_url opens: from a CRM record to the document, with a login in between if need be. */
@Controller('documents')
export class DocumentPageController {
  constructor(
    private readonly queries: DocumentQueries,
    private readonly shell: AppShell,
  ) {}

  @Get(':id')
  @Page('read')
  async show(@Id() id: number, @Res() response: Response): Promise<void> {
    const [document] = await this.queries.byIds([id]);
    if (!document && (await this.queries.isDeleted(id))) {
      throw new DomainError('gone', 'document_deleted', `Document ${id} has been deleted.`);
    }
    if (!document) throw new DomainError('not-found', 'document_not_found', `There is no document ${id}.`);
    this.shell.send(response, { mayBeFramed: true });
  }
}
