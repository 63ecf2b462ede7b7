import type { DocumentView } from '../../../src/documents/application/document.queries.js';
import { ExportAnnouncer } from '../../../src/documents/application/export-announcer.js';
import type { InMemoryUnitOfWork, Transactional } from './in-memory-unit-of-work.js';

export class InMemoryExportAnnouncer extends ExportAnnouncer implements Transactional {
  announced: { eventId: string; document: DocumentView }[] = [];
  failure: Error | undefined;
  /** The document whose event cannot be written. */
  refuses: number | undefined;
  calls = 0;

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
    this.calls += 1;
    const events = documents.map((document) => ({
      document,
      eventId: `event of document ${document.id}, revision ${document.revision}`,
    }));
    this.announced.push(...events);
    if (this.failure) throw this.failure;
    if (documents.some(({ id }) => id === this.refuses)) throw new Error('This event cannot be written');
    return events.map(({ eventId }) => eventId);
  }
}
