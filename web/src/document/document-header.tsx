import type { DocumentResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { lastList, type Neighbours } from '../document-order.js';
import { calendarDate, dateTime } from '../format.js';
import { ConfidenceBadge } from '../parts/confidence-badge.js';
import { CopyButton } from '../parts/copy-button.js';
import { PageTitle } from '../parts/page-title.js';
import { StatusBadge } from '../parts/status-badge.js';

interface Props {
  document: DocumentResponse;
  neighbours: Neighbours | undefined;
}

/** What it is, in which state, and where it belongs. */
export function DocumentHeader({ document, neighbours }: Props) {
  return (
    <header class="document-header">
      <div class="crumbs">
        <a href={to(lastList())}>Documents</a>
        <span class="soft">#{document.id}</span>
        <CopyButton text={document.doc_url} what="to this document" label="Copy link" />
        <nav aria-label="In the list" class="steps">
          <Step to={neighbours?.previous} label="Previous document" sign="‹" shortcut="k" />
          <Step to={neighbours?.next} label="Next document" sign="›" shortcut="j" />
        </nav>
      </div>
      <PageTitle title={document.filename}>
        <span class="badges">
          <StatusBadge status={document.status} />
          {document.confidence_score !== null && document.confidence_label !== null && (
            <ConfidenceBadge label={document.confidence_label} score={document.confidence_score} />
          )}
        </span>
      </PageTitle>
      {document.status_reason !== null && document.status_reason !== '' && (
        <p class={document.status === 'Exception' ? 'problem' : 'note'}>{document.status_reason}</p>
      )}
      <dl class="meta">
        <Fact name="Contact" value={document.contact_name} />
        <Fact name="Folder" value={document.folder_name} />
        <Fact name="Type" value={document.doc_type} />
        <Fact name="Date" value={document.doc_date === null ? null : calendarDate(document.doc_date)} />
        <Fact name="Came by" value={`${document.source}, ${dateTime(document.created_at)}`} />
        {document.exported_at !== null && (
          <Fact name="Exported" value={`revision ${document.revision}, ${dateTime(document.exported_at)}`} />
        )}
      </dl>
      {document.duplicate_of.length > 0 && (
        <p class="note">
          The same file is in{' '}
          {document.duplicate_of.slice(0, 5).map((other, index) => [
            index > 0 && ', ',
            <a key={other} href={to(`/documents/${other}`)}>
              document {other}
            </a>,
          ])}
          {document.duplicate_of.length > 5 && ` and ${document.duplicate_of.length - 5} more`}.
        </p>
      )}
    </header>
  );
}

function Fact({ name, value }: { name: string; value: string | null }) {
  if (value === null || value === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Step(step: { to: number | undefined; label: string; sign: string; shortcut: string }) {
  const { to: id, label, sign, shortcut } = step;
  if (id === undefined) return null;
  return (
    <a
      class="button small quiet"
      href={to(`/documents/${id}`)}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      title={`${label} (${shortcut})`}
    >
      {sign}
    </a>
  );
}
