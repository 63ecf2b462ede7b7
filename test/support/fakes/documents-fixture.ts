import { Readable } from 'node:stream';
import type { StagedFile } from '../../../src/documents/application/file-store.js';
import type { DocumentState, NewDocument } from '../../../src/documents/domain/document.js';
import { Clock } from '../../../src/shared/kernel/clock.js';
import { Ids } from '../../../src/shared/kernel/ids.js';
import { aNewDocument, NOON } from '../a-document.js';
import { InMemoryDocumentRepository } from './in-memory-document.repository.js';
import { InMemoryFileStore } from './in-memory-file-store.js';
import { InMemoryFolderDirectory } from './in-memory-folder-directory.js';
import { InMemoryProcessingQueue } from './in-memory-processing-queue.js';
import { InMemoryProfileDirectory } from './in-memory-profile-directory.js';
import { InMemoryUnitOfWork } from './in-memory-unit-of-work.js';

class SettableClock extends Clock {
  time = NOON;

  now(): Date {
    return this.time;
  }
}

class CountedIds extends Ids {
  #last = 0;

  next(): string {
    return `00000000-0000-7000-8000-${String(++this.#last).padStart(12, '0')}`;
  }
}

/** The ports of the documents' use cases, all of them in memory. */
export class DocumentsFixture {
  readonly unitOfWork = new InMemoryUnitOfWork();
  readonly clock = new SettableClock();
  readonly ids = new CountedIds();
  readonly documents = new InMemoryDocumentRepository(this.unitOfWork, () => this.clock.now());
  readonly queue = new InMemoryProcessingQueue(this.unitOfWork, this.documents);
  readonly folders = new InMemoryFolderDirectory();
  readonly profiles = new InMemoryProfileDirectory();
  readonly files = new InMemoryFileStore(() => this.clock.now());

  add(values: Partial<NewDocument> = {}): Promise<number> {
    return this.unitOfWork.run(async () => {
      const id = await this.documents.add(aNewDocument(values), 'setup');
      if (values.status === undefined) await this.queue.request(id);
      return id;
    });
  }

  state(id: number): DocumentState {
    const state = this.documents.states.get(id);
    if (!state) throw new Error(`There is no document ${id}`);
    return state;
  }

  /** A document's history after it was added, as `actor action field`. */
  changes(id: number): string[] {
    return this.documents.history
      .filter(({ documentId, action }) => documentId === id && action !== 'uploaded')
      .map(({ actor, action, field }) => `${actor} ${action} ${field}`);
  }

  stage(content: string): Promise<StagedFile> {
    return this.files.stage(Readable.from([Buffer.from(content)]));
  }
}
