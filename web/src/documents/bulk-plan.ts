import type { DocumentResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { actionsOf } from '../document/status-actions.js';

export type BulkAction = 'approve' | 'export';

export interface BulkPlan {
  possible: readonly DocumentResponse[];
  /** Their status does not allow it. */
  refused: readonly DocumentResponse[];
}

/** Which of the documents the action is for, by their status and by what the person may do. */
export function bulkPlan(
  action: BulkAction,
  documents: readonly DocumentResponse[],
  may: { write: boolean; export: boolean },
  exportRequiresApproval: boolean,
): BulkPlan {
  const isPossible = ({ status }: DocumentResponse): boolean =>
    actionsOf(status, may, exportRequiresApproval).includes(action);
  return {
    possible: documents.filter(isPossible),
    refused: documents.filter((document) => !isPossible(document)),
  };
}
