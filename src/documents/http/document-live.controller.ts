import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Id } from '../../shared/http/id.param.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { DocumentQueries } from '../application/document.queries.js';
import { DocumentWatch } from '../application/document-watch.js';

/** Proxies give up a connection on which nothing comes, the first of them after 30 s. */
const HEARTBEAT_MS = 15_000;
/** Then the browser asks again, and is asked again who it is. */
const LONGEST_MS = 10 * 60_000;

/**
 * For the document page, which loads what has changed: server-sent events `changed`, first with how the document is.
 * Not described: who builds on the API has `updated_after` and the webhooks.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
@ApiExcludeController()
@Controller('api/documents')
export class DocumentLiveController {
  constructor(
    private readonly queries: DocumentQueries,
    private readonly documents: DocumentWatch,
  ) {}

  @Get(':id/live')
  @RequireScope('read')
  async watch(@Id() id: number, @Req() request: Request, @Res() response: Response): Promise<void> {
    const [document] = await this.queries.byIds([id]);
    if (!document) throw new DomainError('not-found', 'document_not_found', `There is no document ${id}.`);
    response.setHeader('Content-Type', 'text/event-stream');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Accel-Buffering', 'no'); // nginx would wait for more
    const stop = this.documents.watch(id, (mark) => {
      if (mark) response.write(`event: changed\ndata: ${JSON.stringify(mark)}\n\n`);
      else response.end('event: changed\ndata: null\n\n');
    });
    const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
    const end = setTimeout(() => response.end(), LONGEST_MS);
    const close = (): void => {
      stop();
      clearInterval(heartbeat);
      clearTimeout(end);
    };
    if (response.closed) return close(); // while the document was looked for
    response.once('close', close);
    response.flushHeaders();
    if (request.method === 'HEAD') response.end();
  }
}
