import type { DocumentResponse } from '../../../clients/typescript/src/generated/types.gen.js';

/** What the form edits of a document, as the texts in its inputs. */
export interface Draft {
  filename: string;
  doc_type: string;
  doc_date: string;
  notes: string;
  extracted_fields: Record<string, string>;
  /** JSON, as it is shown. */
  custom_fields: string;
  line_items: LineItem[];
}

export type LineItem = DocumentResponse['line_items'][number];

/** A member that both have changed, in different ways. */
export interface Conflict {
  /** Of the draft; `extracted_fields/vendor` for one of the fields. */
  member: string;
  before: string;
  mine: string;
  theirs: string;
}

const SINGLE = ['filename', 'doc_type', 'doc_date', 'notes', 'custom_fields'] as const;

export function draftOf(document: DocumentResponse): Draft {
  return {
    filename: document.filename,
    doc_type: document.doc_type ?? '',
    doc_date: document.doc_date ?? '',
    notes: document.notes ?? '',
    extracted_fields: Object.fromEntries(
      Object.entries(document.extracted_fields).map(([key, value]) => [key, value ?? '']),
    ),
    custom_fields:
      Object.keys(document.custom_fields).length === 0 ? '' : JSON.stringify(document.custom_fields, null, 2),
    line_items: document.line_items.map((item) => ({ ...item })),
  };
}

/**
 * Mine on top of theirs, both made from `before`. Where both have changed the same thing, `keepMine` says which one
 * stays; what it does not know is a conflict, and stays theirs.
 */
export function mergeEdits(
  before: Draft,
  mine: Draft,
  theirs: Draft,
  keepMine: ReadonlyMap<string, boolean> = new Map(),
): { merged: Draft; conflicts: Conflict[] } {
  const conflicts: Conflict[] = [];
  const choose = (member: string, old: string, my: string, their: string): 'mine' | 'theirs' => {
    if (my === old || my === their) return 'theirs';
    if (their === old) return 'mine';
    if (!keepMine.has(member)) conflicts.push({ member, before: old, mine: my, theirs: their });
    return keepMine.get(member) ? 'mine' : 'theirs';
  };
  const merged: Draft = { ...theirs, extracted_fields: {} };
  for (const member of SINGLE) {
    const kept = choose(member, before[member], mine[member], theirs[member]);
    merged[member] = (kept === 'mine' ? mine : theirs)[member];
  }
  const keys = new Set([...Object.keys(theirs.extracted_fields), ...Object.keys(mine.extracted_fields)]);
  for (const key of keys) {
    const value = (draft: Draft): string => draft.extracted_fields[key] ?? '';
    const kept = choose(`extracted_fields/${key}`, value(before), value(mine), value(theirs));
    merged.extracted_fields[key] = value(kept === 'mine' ? mine : theirs);
  }
  const items = [before, mine, theirs].map((draft) => JSON.stringify(draft.line_items)) as [
    string,
    string,
    string,
  ];
  if (choose('line_items', ...items) === 'mine') merged.line_items = mine.line_items;
  return { merged, conflicts };
}

/**
 * What has to be sent for the document to become the draft; undefined when nothing does. Empty is null.
 * @throws {SyntaxError} when custom_fields is no JSON
 */
export function changesOf(document: DocumentResponse, draft: Draft): Record<string, unknown> | undefined {
  const now = draftOf(document);
  const changes: Record<string, unknown> = {};
  if (draft.filename !== now.filename) changes['filename'] = draft.filename;
  for (const member of ['doc_type', 'doc_date', 'notes'] as const) {
    if (draft[member] !== now[member]) changes[member] = draft[member] === '' ? null : draft[member];
  }
  if (draft.custom_fields !== now.custom_fields) {
    changes['custom_fields'] = draft.custom_fields.trim() === '' ? {} : JSON.parse(draft.custom_fields);
  }
  const edited = Object.entries(draft.extracted_fields).filter(
    ([key, value]) => value !== (now.extracted_fields[key] ?? ''),
  );
  if (edited.length > 0) {
    changes['extracted_fields'] = {
      ...document.extracted_fields,
      ...Object.fromEntries(edited.map(([key, value]) => [key, value === '' ? null : value])),
    };
  }
  if (JSON.stringify(draft.line_items) !== JSON.stringify(now.line_items))
    changes['line_items'] = draft.line_items;
  return Object.keys(changes).length === 0 ? undefined : changes;
}
