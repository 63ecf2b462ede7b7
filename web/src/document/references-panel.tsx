import { useState } from 'preact/hooks';
import { apiText } from '../api.js';
import { useMe } from '../me.js';
import { CopyButton } from '../parts/copy-button.js';
import { Loading } from '../parts/loading.js';
import { ProblemBox } from '../parts/problem-box.js';
import { useData } from '../use-data.js';
import { isWebAddress, referencesOf, type Reference } from './references-of.js';
import { RefsEditor } from './refs-editor.js';
import { SameRecordDialog } from './same-record-dialog.js';

interface Props {
  documentId: number;
  /** Of the document: the refs may have changed with it. */
  version: number;
  reload: () => Promise<void>;
}

/** What the document is called elsewhere: one row for each system. */
export function ReferencesPanel({ documentId, version, reload }: Props) {
  const { may } = useMe();
  const [isEditing, setEditing] = useState(false);
  const [sought, setSought] = useState<{ system: string; id: string }>();
  const refs = useData(
    (signal) => apiText('GET', `/api/documents/${documentId}/external_refs`, { signal }),
    [documentId, version],
  );
  const [last, setLast] = useState(refs.value);
  if (refs.value && refs.value !== last) setLast(refs.value); // while a newer one comes
  const shown = refs.value ?? last;
  const references = shown ? referencesOf(shown.text) : [];
  return (
    <section class="card" aria-labelledby="references-title">
      <header>
        <h2 id="references-title">References</h2>
        {shown && <CopyButton text={shown.text} what="of all references" label="Copy JSON" />}
        {shown && may('write') && (
          <button type="button" class="small" onClick={() => setEditing(true)}>
            Edit
          </button>
        )}
      </header>
      {refs.problem && (
        <div class="card-body">
          <ProblemBox problem={refs.problem} retry={refs.reload} />
        </div>
      )}
      {!shown && !refs.problem && <Loading />}
      {shown && references.length === 0 && (
        <p class="card-body soft">
          It belongs to no record elsewhere. References come with the upload or from your CRM
          {may('write') ? ', or by Edit' : ''}.
        </p>
      )}
      {references.length > 0 && (
        <ul class="references">
          {references.map((reference) => (
            <ReferenceRow
              key={reference.system}
              reference={reference}
              onFind={(id) => setSought({ system: reference.system, id })}
            />
          ))}
        </ul>
      )}
      {isEditing && shown && (
        <RefsEditor
          documentId={documentId}
          stored={{ text: shown.text, etag: shown.etag }}
          onClose={() => setEditing(false)}
          onSaved={() => {
            setEditing(false);
            void refs.reload();
            void reload();
          }}
        />
      )}
      {sought && (
        <SameRecordDialog documentId={documentId} record={sought} onClose={() => setSought(undefined)} />
      )}
    </section>
  );
}

function ReferenceRow({ reference, onFind }: { reference: Reference; onFind: (recordId: string) => void }) {
  const { system, text, record } = reference;
  if (!record) {
    return (
      <li>
        <span class="system">{system}</span>
        <code class="record">{text}</code>
        <CopyButton text={text} what={`what ${system} has`} />
      </li>
    );
  }
  const { id, type, url } = record;
  const isLink = url !== null && isWebAddress(url);
  return (
    <li>
      <span class="system">{system}</span>
      <span class="record">
        {type !== null && type !== '' && <>{type} </>}
        {isLink ? (
          <a href={url} target="_blank" rel="noopener noreferrer">
            {id} <span aria-hidden="true">↗</span>
            <span class="off-screen">(opens in a new tab)</span>
          </a>
        ) : (
          <span class="mono">{id}</span>
        )}
        {!isLink && url !== null && url !== '' && (
          <>
            {' '}
            <code>{url}</code>
          </>
        )}
      </span>
      <span class="actions">
        <CopyButton text={id} what={`the record id of ${system}`} />
        <button
          type="button"
          class="small quiet"
          onClick={() => onFind(id)}
          aria-label={`Find others: documents of this record of ${system}`}
        >
          Find others
        </button>
      </span>
    </li>
  );
}
