import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { basePath } from '../../shared/http/base-path.js';
import { CurrentSession, type Session } from '../../shared/http/current-session.js';
import { Id } from '../../shared/http/id.param.js';
import { layout } from '../../shared/http/layout.js';
import { Page } from '../../shared/http/page-route.js';
import { DocumentQueries } from '../application/document.queries.js';
import { ExportLog } from '../application/export-log.js';
import { VersionQueries } from '../application/version.queries.js';
import { documentPage } from './document-page.js';

const SHOWN_REVISIONS = 50;
const SHOWN_VERSIONS = 50;

/** What doc_url opens: from a CRM record to the document, with a login in between if need be. */
@Controller('documents')
export class DocumentPageController {
  constructor(
    private readonly queries: DocumentQueries,
    private readonly log: ExportLog,
    private readonly versions: VersionQueries,
    private readonly config: Config,
  ) {}

  @Get(':id')
  @Page('read')
  async show(
    @Id() id: number,
    @CurrentSession() session: Session | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const [document] = await this.queries.byIds([id]);
    if (!document && (await this.queries.isDeleted(id))) {
      throw new DomainError('gone', 'document_deleted', `Document ${id} has been deleted.`);
    }
    if (!document) throw new DomainError('not-found', 'document_not_found', `There is no document ${id}.`);
    const revisions = await this.log.ofDocument(id, SHOWN_REVISIONS);
    const versions = document.fileVersion > 1 ? await this.versions.list(id, SHOWN_VERSIONS, undefined) : [];
    response.type('html');
    return layout({
      title: document.filename,
      basePath: basePath(this.config),
      body: documentPage(document, revisions, versions, `${basePath(this.config)}/api/documents/${id}`),
      csrfToken: session?.csrfToken,
    });
  }
}
