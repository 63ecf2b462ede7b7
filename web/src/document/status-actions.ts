import type { DocumentResponse } from '../../../clients/typescript/src/generated/types.gen.js';

export type Status = DocumentResponse['status'];
export type Action =
  'approve' | 'ready' | 'missing-info' | 'reopen' | 'export' | 'archive' | 'reprocess' | 'upload-version';

/** What a person can do by setting a status, as the service has it (a test compares them). */
export const TRANSITIONS: Record<Status, readonly Status[]> = {
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

const REPROCESSABLE: readonly Status[] = ['Needs Review', 'Missing Info', 'Ready', 'Exception'];
const LOCKED: readonly Status[] = ['Approved', 'Export', 'Archived'];

/** In these, only the refs and the notes can be changed. */
export function isLocked(status: Status): boolean {
  return LOCKED.includes(status);
}

export function isReprocessable(status: Status): boolean {
  return REPROCESSABLE.includes(status);
}

/** What can be done with a document by somebody who may `write` and `export`, or not. */
export function actionsOf(
  status: Status,
  { write, export: exports }: { write: boolean; export: boolean },
  exportRequiresApproval: boolean,
): readonly Action[] {
  const targets = TRANSITIONS[status];
  const mayLeave =
    status === 'Export' || (targets.includes('Export') && (status === 'Approved' || !exportRequiresApproval));
  const actions: [Action, boolean][] = [
    ['approve', write && targets.includes('Approved')],
    ['export', exports && mayLeave],
    ['ready', write && targets.includes('Ready')],
    ['missing-info', write && targets.includes('Missing Info')],
    ['reopen', write && targets.includes('Needs Review')],
    ['reprocess', write && isReprocessable(status)],
    ['upload-version', write && !isLocked(status)],
    ['archive', write && targets.includes('Archived')],
  ];
  return actions.filter(([, isPossible]) => isPossible).map(([action]) => action);
}
