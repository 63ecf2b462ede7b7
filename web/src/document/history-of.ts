import { elementSpans, findMember, skipSpace } from '../../../clients/typescript/src/json-spans.js';
import type {
  HistoryEntryResponse,
  HistoryResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { labelOf } from '../label-of.js';

export interface HistoryLine {
  id: number;
  at: string;
  actor: string;
  what: string;
  /** As they are spelled; null: there was none. */
  from: string | null;
  to: string | null;
}

type Entry = HistoryEntryResponse;

/** The page of a document's history that was answered with this text: its values must stay as they are spelled. */
export function historyOf(text: string): { lines: HistoryLine[]; nextCursor: string | null } {
  const { items, next_cursor: nextCursor } = JSON.parse(text) as HistoryResponse;
  const list = findMember(text, 'items', skipSpace(text, 0));
  const spans = list ? [...elementSpans(text, list.start)] : [];
  const lines = items.map((entry, index): HistoryLine => {
    const at = spans[index]?.start ?? 0;
    return {
      id: entry.id,
      at: entry.at,
      actor: entry.actor,
      what: whatOf(entry),
      from: valueOf(text, at, 'from'),
      to: valueOf(text, at, 'to'),
    };
  });
  return { lines, nextCursor };
}

function valueOf(text: string, at: number, name: string): string | null {
  const found = findMember(text, name, at);
  if (!found) return null;
  const value = text.slice(found.start, found.end);
  if (value === 'null') return null;
  return value.startsWith('"') ? (JSON.parse(value) as string) : value;
}

function whatOf({ action, field }: Entry): string {
  const name = field === null ? '' : labelOf(field.replace(/^extracted_fields\./, ''));
  switch (action) {
    case 'uploaded':
      return field === null ? 'Uploaded' : `Uploaded with ${name}`;
    case 'new_version':
      return field === null ? 'New file' : `New file: ${name}`;
    case 'status':
      return field === 'status' || field === null ? 'Status' : name;
    case 'edited':
      return field === null ? 'Edited' : name;
    case 'extracted':
      return field === null ? 'Read' : `Read: ${name}`;
    case 'exported':
      return 'Exported, revision';
    case 'delivery_resend':
      return 'Delivery sent again';
    case 'delivery_cancel':
      return 'Delivery cancelled';
    default:
      return field === null ? labelOf(action) : `${labelOf(action)}: ${name}`;
  }
}
