export const DOCUMENT_STATUSES = [
  'New',
  'Processing',
  'Needs Review',
  'Missing Info',
  'Ready',
  'Approved',
  'Export',
  'Exception',
  'Archived',
] as const;

export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

/** What a person may ask for. `Processing` and the way back from it belong to the system, `New` to reprocessing. */
const TRANSITIONS: Record<DocumentStatus, readonly DocumentStatus[]> = {
  New: ['Archived'],
  Processing: [],
  'Needs Review': ['Missing Info', 'Ready', 'Approved', 'Export', 'Exception', 'Archived'],
  'Missing Info': ['Needs Review', 'Archived'],
  Ready: ['Needs Review', 'Approved', 'Export', 'Archived'],
  Approved: ['Needs Review', 'Export', 'Archived'],
  Export: ['Needs Review', 'Archived'],
  Exception: ['Needs Review', 'Archived'],
  Archived: ['Needs Review'],
};

const REPROCESSABLE: readonly DocumentStatus[] = ['Needs Review', 'Missing Info', 'Ready', 'Exception'];

/** In these, only external_refs and notes can be changed. */
const LOCKED: readonly DocumentStatus[] = ['Approved', 'Export', 'Archived'];

export function allowedTargets(from: DocumentStatus): readonly DocumentStatus[] {
  return TRANSITIONS[from];
}

export function isReprocessable(status: DocumentStatus): boolean {
  return REPROCESSABLE.includes(status);
}

export function isLocked(status: DocumentStatus): boolean {
  return LOCKED.includes(status);
}
