import { Injectable } from '@nestjs/common';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { Document } from '../domain/document.js';
import { DocumentQueries, type DocumentView } from './document.queries.js';
import { DocumentRepository } from './document.repository.js';
import { ExportAnnouncer } from './export-announcer.js';
import { ExportPolicy } from './export-policy.js';

export interface Exported {
  document: DocumentView;
  eventId: string;
}

export type ExportResult =
  | { documentId: number; ok: true; revision: number; eventId: string }
  | { documentId: number; ok: false; problem: DomainError };

/**
 * Documents leave the house here: the new revision, its event and the deliveries are written in the one transaction
 * that changes the document. Concurrent exports of one document queue up at its lock, so revisions have no gaps.
 */
@Injectable()
export class ExportDocuments {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: DocumentRepository,
    private readonly queries: DocumentQueries,
    private readonly announcer: ExportAnnouncer,
    private readonly policy: ExportPolicy,
  ) {}

  /** One document. @throws document_not_found, version_mismatch, status_not_allowed, approval_required */
  execute(
    documentId: number,
    expectedVersions: readonly number[] | undefined,
    actor: string,
  ): Promise<Exported> {
    return this.unitOfWork.run(async () => {
      const document = await this.documents.forChange(documentId);
      document.expect(expectedVersions);
      return this.export(document, actor);
    });
  }

  /** A document that the caller has locked, in the caller's transaction. */
  async export(document: Document, actor: string): Promise<Exported> {
    document.export(this.policy.requiresApproval);
    const [exported] = await this.commit([document], actor);
    if (!exported) throw new Error(`Document ${document.id} vanished under its lock`);
    return exported;
  }

  /**
   * Many documents, each accepted or refused alone. One transaction for `set` of them: a commit for each would cost
   * 10,000 waits for the disk, one for all would hold 10,000 locks until the last is done.
   */
  async executeMany(documentIds: readonly number[], actor: string, set = 200): Promise<ExportResult[]> {
    const results: ExportResult[] = [];
    for (let start = 0; start < documentIds.length; start += set) {
      const ids = documentIds.slice(start, start + set);
      results.push(...(await this.unitOfWork.run(() => this.exportSet(ids, actor))));
    }
    return results;
  }

  private async exportSet(ids: readonly number[], actor: string): Promise<ExportResult[]> {
    const locked = new Map(
      (await this.documents.manyForChange(ids)).map((document) => [document.id, document]),
    );
    const problems = new Map<number, DomainError>();
    const accepted: Document[] = [];
    for (const id of ids) {
      const document = locked.get(id);
      try {
        if (!document)
          throw new DomainError('not-found', 'document_not_found', `There is no document ${id}.`);
        document.export(this.policy.requiresApproval);
        accepted.push(document);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        problems.set(id, error);
      }
    }
    const exported = new Map((await this.commit(accepted, actor)).map((each) => [each.document.id, each]));
    return ids.map((documentId) => {
      const done = exported.get(documentId);
      if (done) return { documentId, ok: true, revision: done.document.revision, eventId: done.eventId };
      return { documentId, ok: false, problem: problems.get(documentId) as DomainError };
    });
  }

  private async commit(documents: readonly Document[], actor: string): Promise<Exported[]> {
    if (documents.length === 0) return [];
    await this.documents.save(documents, actor);
    const views = await this.queries.byIds(documents.map((document) => document.id));
    const eventIds = await this.announcer.announce(views);
    return views.map((document, index) => ({ document, eventId: eventIds[index] as string }));
  }
}
