import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../../shared/kernel/domain-error.js';
import type { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { OutcomeUnknown, UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { DocumentStatus } from '../domain/document-status.js';
import { ChangeDocumentStatus } from './change-document-status.js';
import { DocumentRepository } from './document.repository.js';

/** What is to become of one document; what is undefined stays as it is. */
export interface DocumentChangeInput {
  documentId: number;
  externalRefs: ExternalRefs | undefined;
  status: DocumentStatus | undefined;
  reason: string | null;
  expectedVersions: readonly number[] | undefined;
}

export type DocumentChangeResult =
  | { documentId: number; ok: true; version: number; status: DocumentStatus }
  | { documentId: number; ok: false; problem: DomainError };

const NOT_NOW = new DomainError(
  'unavailable',
  'change_unavailable',
  'It could not be changed just now. Change it again.',
);
const NOBODY_KNOWS = new DomainError(
  'unavailable',
  'outcome_unknown',
  'The database went away at the last moment: it was changed, or not at all. Look at it before you repeat it.',
);

/** A document that is locked for long costs its wait; after so many, it is the database that is away. */
const MOST_ERRORS = 3;

/** Refs and status of many documents, each changed whole or refused alone. */
@Injectable()
export class ChangeDocuments {
  readonly #log = new Logger(ChangeDocuments.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: DocumentRepository,
    private readonly changeStatus: ChangeDocumentStatus,
  ) {}

  /**
   * A transaction for each, in the order of the ids: where all are joined to one (a request that must be repeatable),
   * two calls cannot deadlock, and trouble with one undoes all.
   * @returns in the order given
   */
  async execute(changes: readonly DocumentChangeInput[], actor: string): Promise<DocumentChangeResult[]> {
    const results = new Map<number, DocumentChangeResult>();
    const trouble: unknown[] = [];
    for (const change of [...changes].sort((one, other) => one.documentId - other.documentId)) {
      const { documentId } = change;
      try {
        if (trouble.length >= MOST_ERRORS) throw NOT_NOW;
        results.set(documentId, await this.unitOfWork.run(() => this.changeOne(change, actor)));
      } catch (error) {
        if (error instanceof DomainError) {
          results.set(documentId, { documentId, ok: false, problem: error });
          continue;
        }
        if (this.unitOfWork.isJoined) throw error;
        this.#log.warn({ err: error, document_id: documentId }, 'A document could not be changed');
        trouble.push(error);
        const problem = error instanceof OutcomeUnknown ? NOBODY_KNOWS : NOT_NOW;
        results.set(documentId, { documentId, ok: false, problem });
      }
    }
    const nothingHappened = [...results.values()].every((result) => !result.ok && result.problem === NOT_NOW);
    if (nothingHappened) throw trouble[0]; // the whole call may be repeated
    return changes.map(({ documentId }) => results.get(documentId) as DocumentChangeResult);
  }

  private async changeOne(
    { documentId, externalRefs, status, reason, expectedVersions }: DocumentChangeInput,
    actor: string,
  ): Promise<DocumentChangeResult> {
    const document = await this.documents.forChange(documentId);
    document.expect(expectedVersions);
    document.edit({ externalRefs });
    await this.changeStatus.move(document, status ?? document.status, reason, actor);
    const { version } = document.snapshot();
    return { documentId, ok: true, version, status: document.status };
  }
}
