import type {
  DocumentResponse,
  ListDocumentsData,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { dayBounds } from '../day-bounds.js';
import { TRANSITIONS, type Status } from '../document/status-actions.js';

/** What the list shows, as its address says it. */
export interface ListQuery {
  q: string;
  status: readonly Status[];
  contactId: number | undefined;
  folderId: number | undefined;
  source: DocumentResponse['source'] | undefined;
  /** Days, `YYYY-MM-DD`, both inclusive, in the time zone of whoever looks. */
  from: string;
  to: string;
  /** `system:record_id`, or a system alone. */
  ref: string;
  sort: 'updated_at' | undefined;
  /** How often more was asked for, and one. */
  pages: number;
}

export const STATUSES = Object.keys(TRANSITIONS) as Status[];
export const SOURCES: readonly DocumentResponse['source'][] = ['UI', 'API', 'Email', 'Hot Folder'];
export const MAX_PAGES = 20;
const MAX_ID = 2_147_483_647;

/** What is not valid is left out: an address is typed, mailed and cut off. */
export function parseListQuery(query: URLSearchParams): ListQuery {
  const source = query.get('source');
  return {
    q: (query.get('q') ?? '').slice(0, 500),
    status: STATUSES.filter((each) => query.getAll('status').includes(each)),
    contactId: idOf(query.get('contact_id')),
    folderId: idOf(query.get('folder_id')),
    source: SOURCES.find((each) => each === source),
    from: dayOf(query.get('from')),
    to: dayOf(query.get('to')),
    ref: (query.get('external_ref') ?? '').slice(0, 1000),
    sort: query.get('sort') === 'updated_at' ? 'updated_at' : undefined,
    pages: Math.min(idOf(query.get('pages')) ?? 1, MAX_PAGES),
  };
}

/** The path of the list that shows this. */
export function listPath(list: ListQuery): string {
  const query = new URLSearchParams();
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined && value !== '') query.append(name, String(value));
  };
  add('q', list.q);
  for (const each of list.status) add('status', each);
  add('contact_id', list.contactId);
  add('folder_id', list.folderId);
  add('source', list.source);
  add('from', list.from);
  add('to', list.to);
  add('external_ref', list.ref);
  add('sort', list.sort);
  if (list.pages > 1) add('pages', list.pages);
  const text = query.toString();
  return text === '' ? '/' : `/?${text}`;
}

/** What to ask the service for. */
export function requestOf(list: ListQuery): NonNullable<ListDocumentsData['query']> {
  const { q, status, contactId, folderId, source, from, to, ref, sort } = list;
  const { since, until } = dayBounds(from, to);
  return {
    ...(q.trim() !== '' && { q: q.trim() }),
    ...(status.length > 0 && { status: [...status] }),
    ...(contactId !== undefined && { contact_id: contactId }),
    ...(folderId !== undefined && { folder_id: folderId }),
    ...(source && { source }),
    ...(since !== '' && { created_after: since }),
    ...(until !== '' && { created_before: until }),
    ...(ref !== '' && (ref.includes(':') ? { external_ref: [ref] } : { external_ref_system: ref })),
    ...(sort && { sort }),
  };
}

/** How many of those behind “More filters” are set. */
export function countOfMore({ contactId, folderId, source, from, to, ref }: ListQuery): number {
  return [contactId, folderId, source, from, to, ref].filter((each) => each !== undefined && each !== '')
    .length;
}

export function isFiltered(list: ListQuery): boolean {
  return list.q !== '' || list.status.length > 0 || countOfMore(list) > 0;
}

function idOf(text: string | null): number | undefined {
  const id = /^\d+$/.test(text ?? '') ? Number(text) : 0;
  return id >= 1 && id <= MAX_ID ? id : undefined;
}

function dayOf(text: string | null): string {
  return text !== null && /^[12]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : '';
}
