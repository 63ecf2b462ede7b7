import type {
  ListDocumentsData,
  ListDocumentsResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { Dialog } from '../parts/dialog.js';
import { Loading } from '../parts/loading.js';
import { ProblemBox } from '../parts/problem-box.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useData } from '../use-data.js';

interface Props {
  documentId: number;
  record: { system: string; id: string };
  onClose: () => void;
}

const SHOWN = 50;

/** The other documents that belong to a record elsewhere. */
export function SameRecordDialog({ documentId, record, onClose }: Props) {
  const { value, problem, reload } = useData(
    (signal) =>
      api<ListDocumentsData, ListDocumentsResponse>('GET', '/api/documents', {
        query: { external_ref_system: record.system, external_ref_id: record.id, limit: SHOWN },
        signal,
      }),
    [record.system, record.id],
  );
  const others = value?.items.filter(({ id }) => id !== documentId) ?? [];
  return (
    <Dialog title={`Documents of ${record.system} ${record.id}`} onClose={onClose}>
      {problem && <ProblemBox problem={problem} retry={reload} />}
      {!value && !problem && <Loading />}
      {value && others.length === 0 && <p>This is the only document of this record.</p>}
      {others.length > 0 && (
        <ul class="plain-list">
          {others.map(({ id, filename, status }) => (
            <li key={id}>
              <a href={to(`/documents/${id}`)} onClick={onClose}>
                {filename}
              </a>{' '}
              <StatusBadge status={status} />
            </li>
          ))}
        </ul>
      )}
      {value?.next_cursor && <p class="soft">The newest {SHOWN} are shown.</p>}
    </Dialog>
  );
}
