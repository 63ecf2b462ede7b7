import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import type { DocumentResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { calendarDate, dateTime, relativeTime } from '../format.js';
import { ConfidenceBadge } from '../parts/confidence-badge.js';
import { StatusBadge } from '../parts/status-badge.js';
import type { ListQuery } from './list-query.js';
import { toggled, type Selection } from './selection.js';

interface Props {
  table: RefObject<HTMLTableElement | null>;
  documents: readonly DocumentResponse[];
  sort: ListQuery['sort'];
  selection: Selection;
  /** Without it there is nothing to do with several. */
  onSelect: ((selection: Selection) => void) | undefined;
}

/** One line a document. */
export function DocumentTable({ table, documents, sort, selection, onSelect }: Props) {
  const last = useRef<number>(undefined);
  const ids = documents.map(({ id }) => id);
  const now = Date.now();
  const moment = sort ? 'Changed' : 'Came';
  return (
    <table ref={table} class="fold documents">
      <caption class="off-screen">Documents</caption>
      <thead>
        <tr>
          {onSelect && (
            <th scope="col" class="check">
              <span class="off-screen">Select</span>
            </th>
          )}
          <th scope="col">Document</th>
          <th scope="col">Status</th>
          <th scope="col">Contact</th>
          <th scope="col">Confidence</th>
          <th scope="col">{moment}</th>
        </tr>
      </thead>
      <tbody>
        {documents.map((document) => {
          const { id, filename, doc_type: type, doc_date: date, status_reason: reason } = document;
          const at = sort ? document.updated_at : document.created_at;
          return (
            <tr key={id} data-id={id} class={selection.has(id) ? 'selected' : ''}>
              {onSelect && (
                <td class="check">
                  <label class="check-target">
                    <input
                      type="checkbox"
                      aria-label={`Select ${filename}, ${id}`}
                      checked={selection.has(id)}
                      onClick={({ shiftKey }) => {
                        onSelect(toggled(selection, ids, id, shiftKey ? last.current : undefined));
                        last.current = id;
                      }}
                    />
                  </label>
                </td>
              )}
              <td class="document-name">
                <a href={to(`/documents/${id}`)} data-row>
                  {filename}
                </a>
                <div class="soft small-text">
                  {[`#${id}`, type, date === null ? null : calendarDate(date)].filter(Boolean).join(' · ')}
                </div>
              </td>
              <td data-label="Status">
                <StatusBadge status={document.status} />
                {reason !== null && reason !== '' && <div class="soft small-text reason">{reason}</div>}
              </td>
              <td data-label="Contact">
                {document.contact_name}
                <span class="soft small-text folder">{document.folder_name}</span>
              </td>
              <td data-label="Confidence">
                {document.confidence_score !== null && document.confidence_label !== null ? (
                  <ConfidenceBadge label={document.confidence_label} score={document.confidence_score} />
                ) : (
                  <span class="soft">–</span>
                )}
              </td>
              <td data-label={moment}>
                <time dateTime={at} title={dateTime(at)}>
                  {relativeTime(at, now)}
                </time>
                <span class="soft small-text source">{document.source}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
