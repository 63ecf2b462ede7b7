import { randomUUID } from 'node:crypto';
import { ProcessingQueue, type Again } from '../../../src/documents/application/processing-queue.js';
import { ProcessingSignal } from '../../../src/documents/application/processing-signal.js';
import type { InMemoryDocumentRepository } from './in-memory-document.repository.js';
import type { InMemoryUnitOfWork, Transactional } from './in-memory-unit-of-work.js';

interface Job {
  documentId: number;
  attempt: number;
  dueAt: number;
  claim: { token: string; until: number } | undefined;
}

export class InMemoryProcessingQueue extends ProcessingQueue implements Transactional {
  jobs = new Map<number, Job>();

  constructor(
    private readonly unitOfWork: InMemoryUnitOfWork,
    private readonly documents: InMemoryDocumentRepository,
    private readonly signal = new ProcessingSignal(),
  ) {
    super();
    unitOfWork.enlist(this);
  }

  remember(): () => void {
    const jobs = new Map(this.jobs);
    return () => (this.jobs = jobs);
  }

  async request(documentId: number): Promise<void> {
    this.unitOfWork.requireOpen();
    if (this.jobs.has(documentId)) throw new Error(`Document ${documentId} is in the queue already`);
    this.jobs.set(documentId, { documentId, attempt: 0, dueAt: 0, claim: undefined });
    this.unitOfWork.afterCommit(() => this.signal.raise());
  }

  async restart(documentId: number): Promise<void> {
    this.unitOfWork.requireOpen();
    const claim = this.jobs.get(documentId)?.claim && { token: randomUUID(), until: Date.now() - 1 };
    this.jobs.set(documentId, { documentId, attempt: 0, dueAt: 0, claim });
    this.unitOfWork.afterCommit(() => this.signal.raise());
  }

  async claim(
    limit: number,
    leaseSeconds: number,
    token: string,
  ): Promise<{ documentId: number; attempt: number }[]> {
    this.unitOfWork.requireOpen();
    return [...this.jobs.values()]
      .filter(
        (job) =>
          !job.claim &&
          job.dueAt <= Date.now() &&
          this.documents.states.get(job.documentId)?.status === 'New',
      )
      .slice(0, limit)
      .map(({ documentId, attempt, dueAt }) => {
        const claim = { token, until: Date.now() + leaseSeconds * 1000 };
        this.jobs.set(documentId, { documentId, attempt: attempt + 1, dueAt, claim });
        return { documentId, attempt: attempt + 1 };
      });
  }

  async renew(documentId: number, token: string, leaseSeconds: number): Promise<boolean> {
    const job = this.claimed(documentId, token);
    if (job) this.jobs.set(documentId, { ...job, claim: { token, until: Date.now() + leaseSeconds * 1000 } });
    return job !== undefined;
  }

  async settle(documentId: number, token: string, then: 'done' | Again): Promise<boolean> {
    const job = this.claimed(documentId, token);
    if (!job) return false;
    if (then === 'done') this.jobs.delete(documentId);
    else {
      const attempt = job.attempt - (then.counts ? 0 : 1);
      this.jobs.set(documentId, {
        documentId,
        attempt,
        dueAt: Date.now() + then.afterSeconds * 1000,
        claim: undefined,
      });
    }
    return true;
  }

  async lost(): Promise<{ documentId: number; claimToken: string; attempt: number }[]> {
    return [...this.jobs.values()].flatMap(({ documentId, attempt, claim }) =>
      claim && claim.until < Date.now() && this.documents.states.has(documentId)
        ? [{ documentId, attempt, claimToken: claim.token }]
        : [],
    );
  }

  async withdraw(documentId: number): Promise<void> {
    this.unitOfWork.requireOpen();
    if (!this.jobs.get(documentId)?.claim) this.jobs.delete(documentId);
  }

  private claimed(documentId: number, token: string): Job | undefined {
    const job = this.jobs.get(documentId);
    return job?.claim?.token === token && this.documents.states.has(documentId) ? job : undefined;
  }
}
