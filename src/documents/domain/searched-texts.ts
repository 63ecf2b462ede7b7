import type { DocumentState } from './document.js';

/** The members by which a document is found, by their names in the API. Its text is kept apart. */
export const SEARCHED_FIELDS: ReadonlySet<string | null> = new Set([
  ...['filename', 'doc_type', 'notes', 'ai_summary', 'extracted_fields', 'custom_fields', 'line_items'],
]);

/** Their values, names of fields not among them. */
export function searchedTexts(
  document: Pick<
    DocumentState,
    | ('filename' | 'originalFilename' | 'docType' | 'notes' | 'aiSummary')
    | ('extractedFields' | 'customFields' | 'lineItems')
  >,
): string[] {
  const { filename, originalFilename, docType, notes, aiSummary } = document;
  const { extractedFields, customFields, lineItems } = document;
  return textsIn([
    ...[filename, originalFilename, docType, notes, aiSummary],
    ...[extractedFields, customFields, lineItems],
  ]);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
