import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { OutcomeUnknown, UnitOfWork } from '../../shared/kernel/unit-of-work.js';
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

const NOT_NOW = new DomainError(
  'unavailable',
  'export_unavailable',
  'It could not be exported just now. Export it again.',
);

const NOBODY_KNOWS = new DomainError(
  'unavailable',
  'outcome_unknown',
  'The database went away at the last moment: it was exported, or not at all. Look at its exports before you repeat it.',
);
const MOST_ERRORS = 3;
/** One set is prepared while the database writes the other. Each locks in the order of ids, so they cannot deadlock. */
const LANES = 2;

interface Trouble {
  errors: unknown[];
}

/**
 * Documents leave the house here: the new revision, its event and the deliveries are written in the one transaction
 * that changes the document. Concurrent exports of one document queue up at its lock, so revisions have no gaps.
 */
@Injectable()
export class ExportDocuments {
  readonly #log = new Logger(ExportDocuments.name);

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
  async export(document: Document, actor: string, reason: string | null = null): Promise<Exported> {
    document.export(this.policy.requiresApproval, reason);
    const [exported] = await this.commit([document], actor);
    if (!exported) throw new Error(`Document ${document.id} vanished under its lock`);
    return exported;
  }

  /**
   * Many documents, each accepted or refused alone. One transaction for at most `most` of them: a commit for each would
   * cost 10,000 waits for the disk, one for all would hold 10,000 locks until the last is done. Where it is joined to
   * one nevertheless (a request that must be repeatable), all are in the order of their ids, so that two calls cannot
   * deadlock, and trouble with one undoes all: an answer that says "not now" must not become the answer for good.
   * @returns in the order given
   */
  async executeMany(documentIds: readonly number[], actor: string, most = 250): Promise<ExportResult[]> {
    const trouble: Trouble = { errors: [] };
    const results: ExportResult[] = [];
    const ordered = [...documentIds].sort((one, other) => one - other);
    const lanes = this.unitOfWork.isJoined ? 1 : LANES;
    const rounds = Math.ceil(ordered.length / (most * lanes));
    const set = Math.ceil(ordered.length / (rounds * lanes)); // all of one size, so that no lane waits for the other
    let start = 0;
    const lane = async () => {
      while (start < ordered.length) {
        const ids = ordered.slice(start, (start += set));
        results.push(...(await this.exportOrTell(ids, actor, trouble)));
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const nothingHappened = results.every((result) => !result.ok && result.problem === NOT_NOW);
    if (nothingHappened) throw trouble.errors[0]; // the whole call may be repeated
    const found = new Map(results.map((result) => [result.documentId, result]));
    return documentIds.map((id) => found.get(id) as ExportResult);
  }

  /**
   * A set that fails, because one of its documents is locked for long or the database went away, is halved until only
   * what really fails is left. What was committed is told in any case; after a few failures nothing more is tried.
   */
  private async exportOrTell(
    ids: readonly number[],
    actor: string,
    trouble: Trouble,
  ): Promise<ExportResult[]> {
    if (trouble.errors.length < MOST_ERRORS) {
      try {
        return await this.unitOfWork.run(() => this.exportSet(ids, actor));
      } catch (error) {
        if (this.unitOfWork.isJoined) throw error;
        if (error instanceof OutcomeUnknown) {
          // Trying again could export twice what was exported.
          trouble.errors.push(error);
          return ids.map((documentId) => ({ documentId, ok: false, problem: NOBODY_KNOWS }));
        }
        if (ids.length > 1) {
          const half = Math.ceil(ids.length / 2);
          const first = await this.exportOrTell(ids.slice(0, half), actor, trouble);
          return [...first, ...(await this.exportOrTell(ids.slice(half), actor, trouble))];
        }
        trouble.errors.push(error);
        this.#log.warn({ err: error, document_id: ids[0] }, 'A document could not be exported');
      }
    }
    return ids.map((documentId) => ({ documentId, ok: false, problem: NOT_NOW }));
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
