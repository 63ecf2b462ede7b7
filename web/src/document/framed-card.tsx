import type { DocumentResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { calendarDate } from '../format.js';
import { labelOf } from '../label-of.js';
import { ConfidenceBadge } from '../parts/confidence-badge.js';
import { StatusBadge } from '../parts/status-badge.js';

const KEY_FIELDS = ['vendor', 'invoice_number', 'invoice_date', 'due_date', 'currency', 'total_amount'];

/** In a frame of a CRM: what it is and in which state. Nothing can be clicked by mistake; the rest is in a tab. */
export function FramedCard({ document }: { document: DocumentResponse }) {
  const fields = KEY_FIELDS.filter((key) => (document.extracted_fields[key] ?? '') !== '');
  return (
    <article class="card framed">
      <header>
        <h1>{document.filename}</h1>
        <StatusBadge status={document.status} />
        {document.confidence_score !== null && document.confidence_label !== null && (
          <ConfidenceBadge label={document.confidence_label} score={document.confidence_score} />
        )}
      </header>
      <div class="card-body">
        <dl class="facts">
          <dt>Contact</dt>
          <dd>
            {document.contact_name}, {document.folder_name}
          </dd>
          {fields.map((key) => [
            <dt key={key}>{labelOf(key)}</dt>,
            <dd key={`${key} is`}>{calendarDate(document.extracted_fields[key] ?? '')}</dd>,
          ])}
        </dl>
        <p class="actions">
          <a class="button primary" href={document.doc_url} target="_blank" rel="noopener">
            Open in a new tab
          </a>
        </p>
      </div>
    </article>
  );
}
