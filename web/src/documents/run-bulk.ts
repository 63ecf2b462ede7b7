import type {
  ChangeDocumentsData,
  ChangeDocumentsResponse2,
  DocumentResponse,
  ExportDocumentsData,
  ExportDocumentsResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { Problem } from '../problem.js';
import type { BulkAction } from './bulk-plan.js';
import { inSets } from './in-sets.js';
import { requestKey } from './request-key.js';

export interface BulkResult {
  document: DocumentResponse;
  /** Null: done. */
  reason: string | null;
}

const SET = 100;
const TRIES = 3;

/** Does it with one set after another; ends early when `signal` says so, or when a whole set was refused. */
export async function runBulk(
  action: BulkAction,
  documents: readonly DocumentResponse[],
  onResults: (results: readonly BulkResult[]) => void,
  signal: AbortSignal,
): Promise<void> {
  let isOver: string | undefined;
  for (const set of inSets(documents, SET)) {
    if (signal.aborted) isOver ??= 'Not done: you have stopped it.';
    if (isOver !== undefined) {
      const reason = isOver;
      onResults(set.map((document) => ({ document, reason })));
      continue;
    }
    try {
      const reasons = await sent(action, set);
      onResults(set.map((document) => ({ document, reason: reasons.get(document.id) ?? null })));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      onResults(set.map((document) => ({ document, reason: error.message })));
      isOver = 'Not tried, because of what went wrong before.';
    }
  }
}

/** Why it was refused, for those of them that were. A request without an answer is repeated with the same key. */
async function sent(action: BulkAction, set: readonly DocumentResponse[]): Promise<Map<number, string>> {
  const headers = { 'Idempotency-Key': requestKey() };
  for (let tries = 1; ; tries++) {
    try {
      const { results } = action === 'approve' ? await approve(set, headers) : await exportThem(set, headers);
      return new Map(
        results
          .filter(({ ok }) => !ok)
          .map(({ document_id: id, problem }) => [
            id,
            problem?.code === 'version_mismatch'
              ? 'Somebody has changed it meanwhile. Look at it again.'
              : (problem?.detail ?? 'The service gives no reason.'),
          ]),
      );
    } catch (error) {
      const mayBeDone = error instanceof Problem && (error.status === 0 || error.status >= 502);
      if (!mayBeDone || tries === TRIES) throw error;
    }
  }
}

/** As it is seen: what has changed meanwhile is not approved. */
function approve(set: readonly DocumentResponse[], headers: Record<string, string>) {
  return api<ChangeDocumentsData, ChangeDocumentsResponse2>('PATCH', '/api/documents/bulk', {
    body: {
      documents: set.map(({ id, version }) => ({ id, status: 'Approved', expected_version: version })),
    },
    headers,
  });
}

function exportThem(set: readonly DocumentResponse[], headers: Record<string, string>) {
  return api<ExportDocumentsData, ExportDocumentsResponse>('POST', '/api/exports', {
    body: { document_ids: set.map(({ id }) => id) },
    headers,
  });
}
