import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { DocumentRepository } from './document.repository.js';
import { FileStore } from './file-store.js';

const HOUR = 3_600_000;

/** Contents that a process kept, and was killed before it could commit the document. */
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
    let removed = 0;
    for await (const sha256 of this.files.kept(new Date(this.clock.now().getTime() - HOUR))) {
      await this.unitOfWork.run(async () => {
        if (!(await this.documents.isOrphan(sha256))) return;
        await this.files.remove(sha256); // under the lock: an upload of the same content waits, and keeps its own copy
        removed += 1;
      });
    }
    return removed;
  }
}
