import { Injectable } from '@nestjs/common';
import { DocumentLinks } from '../../shared/kernel/document-links.js';
import { Ids } from '../../shared/kernel/ids.js';
import { Outbox } from '../../shared/kernel/outbox.js';
import { exportPayload, type ExportableDocument } from '../domain/export-payload.js';

/** Turns exported documents into events. Runs inside the transaction that exports them. */
@Injectable()
export class AnnounceExport {
  constructor(
    private readonly outbox: Outbox,
    private readonly ids: Ids,
    private readonly links: DocumentLinks,
  ) {}

  /** @returns the event ids, in the order given */
  async announce(documents: readonly ExportableDocument[]): Promise<string[]> {
    const messages = documents.map((document) => {
      const eventId = this.ids.next();
      return {
        eventId,
        event: 'document.exported',
        documentId: document.id,
        revision: document.revision,
        body: exportPayload(document, eventId, this.links),
        at: document.exportedAt,
      };
    });
    await this.outbox.append(messages);
    return messages.map((message) => message.eventId);
  }
}
