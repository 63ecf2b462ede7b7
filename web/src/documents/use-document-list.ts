import { useEffect } from 'preact/hooks';
import type {
  DocumentResponse,
  ListDocumentsData,
  ListDocumentsResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { useData, type Data } from '../use-data.js';
import { listPath, requestOf, type ListQuery } from './list-query.js';

export interface ShownDocuments {
  documents: readonly DocumentResponse[];
  hasMore: boolean;
}

const PAGE = 50;
const MOST_AT_ONCE = 200;
const POLL_MS = 4_000;

/** The documents of the list, all its pages; anew as long as some are being read. */
export function useDocumentList(list: ListQuery): Data<ShownDocuments> {
  const data = useData((signal) => load(list, signal), [listPath({ ...list, pages: 1 })]);
  const { value, isLoading, reload } = data;
  const isUnfinished = value?.documents.some(({ status }) => status === 'New' || status === 'Processing');

  useEffect(() => {
    if (value) void reload(); // more pages: what is shown stays until they are there
  }, [list.pages]);
  useEffect(() => {
    if (!isUnfinished || isLoading) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void reload();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [isUnfinished, isLoading, reload]);
  return data;
}

async function load(list: ListQuery, signal: AbortSignal): Promise<ShownDocuments> {
  const documents = new Map<number, DocumentResponse>(); // one that moves meanwhile comes again
  let cursor: string | null = null;
  let wanted = list.pages * PAGE;
  do {
    const limit = Math.min(wanted, MOST_AT_ONCE);
    const page: ListDocumentsResponse = await api<ListDocumentsData, ListDocumentsResponse>(
      'GET',
      '/api/documents',
      { query: { ...requestOf(list), limit, ...(cursor !== null && { cursor }) }, signal },
    );
    for (const each of page.items) documents.set(each.id, each);
    cursor = page.next_cursor;
    wanted -= limit;
  } while (wanted > 0 && cursor !== null);
  return { documents: [...documents.values()], hasMore: cursor !== null };
}
