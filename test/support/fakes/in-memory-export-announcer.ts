import type { DocumentView } from '../../../src/documents/application/document.queries.js';
import { ExportAnnouncer } from '../../../src/documents/application/export-announcer.js';
import type { InMemoryUnitOfWork, Transactional } from './in-memory-unit-of-work.js';

export class InMemoryExportAnnouncer extends ExportAnnouncer implements Transactional {
  announced: { eventId: string; document: DocumentView }[] = [];
  failure: Error | undefined;

  constructor(private readonly unitOfWork: InMemoryUnitOfWork) {
    super();
    unitOfWork.enlist(this);
  }

  remember(): () => void {
    const announced = [...this.announced];
    return () => (this.announced = announced);
  }

  async announce(documents: readonly DocumentView[]): Promise<string[]> {
    this.unitOfWork.requireOpen();
    const events = documents.map((document) => ({
      document,
      eventId: `event of document ${document.id}, revision ${document.revision}`,
    }));
    this.announced.push(...events);
    if (this.failure) throw this.failure;
    return events.map(({ eventId }) => eventId);
  }
}
