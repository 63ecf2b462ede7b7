import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { DocumentRepository } from './document.repository.js';
import { FileStore } from './file-store.js';

const HOUR = 3_600_000;
const AT_ONCE = 1000;

/** What killed processes leave behind: uploads broken off, and contents kept before their document was committed. */
@Injectable()
export class RemoveOrphanFiles {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: DocumentRepository,
    private readonly files: FileStore,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were removed */
  async execute(): Promise<number> {
    const hourAgo = new Date(this.clock.now().getTime() - HOUR); // others may be uploading right now
    let removed = await this.files.removeAbandoned(hourAgo);
    let asked: string[] = [];
    for await (const sha256 of this.files.kept(hourAgo)) {
      asked.push(sha256);
      if (asked.length < AT_ONCE) continue;
      removed += await this.removeOrphansOf(asked);
      asked = [];
    }
    return removed + (await this.removeOrphansOf(asked));
  }

  /** Removes a content, unless a document has it. @returns whether it was removed */
  removeContent(sha256: string): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      if (!(await this.documents.isOrphan(sha256))) return false;
      await this.files.remove(sha256); // under the lock: an upload of the same content waits, and keeps its own copy
      return true;
    });
  }

  /** Nearly every content belongs to a document: only the few that seem not to are locked and looked at again. */
  private async removeOrphansOf(sha256s: readonly string[]): Promise<number> {
    let removed = 0;
    for (const sha256 of await this.documents.withoutDocument(sha256s)) {
      if (await this.removeContent(sha256)) removed += 1;
    }
    return removed;
  }
}
