import type { DocumentType } from './language.js';

export const DOCUMENT_TYPES = [
  'Invoice',
  'Credit Note',
  'Receipt',
  'Quote',
  'Purchase Order',
  'Delivery Note',
  'Statement',
  'Contract',
  'Letter',
  'Document',
] as const satisfies readonly DocumentType[];
