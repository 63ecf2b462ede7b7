import type {
  ListDocumentsData,
  ListDocumentsResponse,
} from '../../clients/typescript/src/generated/types.gen.js';
import { api } from './api.js';

const KEY = 'recordengine.document-order';
const LIST = 'recordengine.document-list';
const NEWEST = 200;

/** The list of documents calls this with the ids that it shows, and its path: the document page steps through them. */
export function rememberOrder(ids: readonly number[], path: string): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(ids));
    sessionStorage.setItem(LIST, path);
  } catch {
    // Without storage the order is that of the newest documents.
  }
}

export interface Neighbours {
  previous: number | undefined;
  next: number | undefined;
}

/** The documents before and after this one: in the list that was shown last, else among the newest. */
export async function neighboursOf(id: number, signal: AbortSignal): Promise<Neighbours> {
  const remembered = rememberedOrder();
  if (remembered.includes(id)) return around(remembered, id);
  const { items } = await api<ListDocumentsData, ListDocumentsResponse>('GET', '/api/documents', {
    query: { limit: NEWEST },
    signal,
  });
  return around(
    items.map((each) => each.id),
    id,
  );
}

/** The path of the list that was shown last, with its filters. */
export function lastList(): string {
  try {
    const path = sessionStorage.getItem(LIST) ?? '/';
    return path.startsWith('/') ? path : '/';
  } catch {
    return '/';
  }
}

function around(ids: readonly number[], id: number): Neighbours {
  const at = ids.indexOf(id);
  return at === -1 ? { previous: undefined, next: undefined } : { previous: ids[at - 1], next: ids[at + 1] };
}

function rememberedOrder(): readonly number[] {
  try {
    const ids = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as unknown;
    return Array.isArray(ids) ? (ids as number[]) : [];
  } catch {
    return [];
  }
}
