import {
  DocumentQueries,
  type DocumentView,
  type HistoryEntry,
} from '../../../src/documents/application/document.queries.js';
import { confidenceLabel } from '../../../src/documents/domain/confidence.js';
import type { InMemoryDocumentRepository } from './in-memory-document.repository.js';

/** What use cases read; lists and histories are SQL, and tested there. */
export class InMemoryDocumentQueries extends DocumentQueries {
  constructor(private readonly documents: InMemoryDocumentRepository) {
    super();
  }

  async byIds(ids: readonly number[]): Promise<DocumentView[]> {
    return ids.flatMap((id) => {
      const state = this.documents.states.get(id);
      if (!state) return [];
      const names = { contactName: `Contact ${state.contactId}`, folderName: `Folder ${state.folderId}` };
      return [
        { ...state, ...names, confidenceLabel: confidenceLabel(state.confidenceScore), duplicateOf: [] },
      ];
    });
  }

  async list(): Promise<DocumentView[]> {
    throw new Error('Lists are not faked');
  }

  async listByUpdate(): Promise<never> {
    throw new Error('Lists are not faked');
  }

  async idsByRecords(): Promise<number[][]> {
    throw new Error('Look-ups are not faked');
  }

  async history(): Promise<HistoryEntry[]> {
    throw new Error('Histories are not faked');
  }

  async text(id: number): Promise<string | undefined> {
    return this.documents.texts.get(id);
  }

  async isDeleted(id: number): Promise<boolean> {
    return this.documents.history.some(({ documentId, action }) => documentId === id && action === 'deleted');
  }
}
