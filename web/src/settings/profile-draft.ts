import type {
  CreateProfileRequest,
  ProfileFieldRequest,
  ProfileFieldResponse,
  ProfileResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';

export interface FieldDraft {
  /** Of the row as it is drawn. */
  row: number;
  label: string;
  key: string;
  type: ProfileFieldRequest['type'];
  description: string;
  required: boolean;
  /** One in each line. */
  aliases: string;
}

export interface ColumnDraft {
  key: ProfileResponse['line_item_columns'][number]['key'];
  isRead: boolean;
  label: string;
  aliases: string;
  description: string;
}

export interface ProfileDraft {
  name: string;
  description: string;
  fields: readonly FieldDraft[];
  columns: readonly ColumnDraft[];
}

const COLUMNS = [
  ['description', 'Description'],
  ['quantity', 'Quantity'],
  ['unit_price', 'Unit price'],
  ['amount', 'Amount'],
] as const;

let rows = 0;

export function newField(): FieldDraft {
  return { row: rows++, label: '', key: '', type: 'text', description: '', required: false, aliases: '' };
}

export function draftOf(profile: ProfileResponse | undefined): ProfileDraft {
  return {
    name: profile?.name ?? '',
    description: profile?.description ?? '',
    fields: profile?.fields.map(fieldDraft) ?? [newField()],
    columns: columnDrafts(profile?.line_item_columns ?? []),
  };
}

function fieldDraft({ aliases, description, ...field }: ProfileFieldResponse): FieldDraft {
  return { row: rows++, ...field, description: description ?? '', aliases: aliases.join('\n') };
}

/** Those that are read, in their order, and then the others. */
function columnDrafts(read: ProfileResponse['line_item_columns']): ColumnDraft[] {
  const others = COLUMNS.filter(([key]) => !read.some((column) => column.key === key));
  return [
    ...read.map(({ key, label, aliases, description }) => ({
      ...{ key, label, isRead: true },
      ...{ aliases: aliases.join('\n'), description: description ?? '' },
    })),
    ...others.map(([key, label]) => ({ key, label, isRead: false, aliases: '', description: '' })),
  ];
}

/** What is sent. */
export function bodyOf({ name, description, fields, columns }: ProfileDraft): CreateProfileRequest {
  return {
    name,
    description: description || null,
    fields: fields.map((field) => ({
      key: field.key || keyOf(field.label),
      ...{ label: field.label, type: field.type, required: field.required },
      ...{ description: field.description || null, aliases: lines(field.aliases) },
    })),
    line_item_columns: columns
      .filter(({ isRead }) => isRead)
      .map((column) => ({
        ...{ key: column.key, label: column.label },
        ...{ description: column.description || null, aliases: lines(column.aliases) },
      })),
  };
}

/** A member name that says what the label says: “PO number” is `po_number`. */
export function keyOf(label: string): string {
  return label
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
