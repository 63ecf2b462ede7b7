import { useState } from 'preact/hooks';
import { apiText } from '../api.js';
import { Dialog } from '../parts/dialog.js';
import { ProblemBox } from '../parts/problem-box.js';
import { Problem } from '../problem.js';
import { useLeaveGuard } from '../router.js';
import { toast } from '../toasts.js';
import { shownText, spliced } from './spliced.js';

interface Stored {
  text: string;
  etag: string | null;
}

interface Props {
  documentId: number;
  stored: Stored;
  onClose: () => void;
  onSaved: () => void;
}

/** The stored text itself. What is not touched is sent back as it came; without an edit nothing is sent. */
export function RefsEditor({ documentId, stored: given, onClose, onSaved }: Props) {
  const [stored, setStored] = useState(given);
  const [edited, setEdited] = useState<string>();
  const [theirs, setTheirs] = useState<Stored>();
  const [problem, setProblem] = useState<Problem>();
  const [isSaving, setSaving] = useState(false);
  const text = edited ?? shownText(stored.text);
  const isChanged = edited !== undefined && edited !== shownText(stored.text);
  useLeaveGuard(isChanged);
  const path = `/api/documents/${documentId}/external_refs`;

  const save = async (): Promise<void> => {
    if (!isChanged) {
      onClose();
      return;
    }
    setSaving(true);
    setProblem(undefined);
    try {
      const base = theirs ?? stored;
      await apiText('PUT', path, {
        body: spliced(stored.text, text),
        headers: base.etag === null ? {} : { 'If-Match': base.etag },
      });
      toast('References saved.');
      onSaved();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 412) setTheirs(await apiText('GET', path));
      else setProblem(error);
    } finally {
      setSaving(false);
    }
  };
  const takeTheirs = (): void => {
    if (theirs) setStored(theirs);
    setEdited(undefined);
    setTheirs(undefined);
  };
  const close = (): void => {
    if (!isChanged || confirm('Close without saving your changes?')) onClose();
  };
  return (
    <Dialog title="References, as they are stored" isWide onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {problem && <ProblemBox problem={problem} />}
        {theirs && (
          <div class="note" role="alert">
            <p>Somebody has changed the references meanwhile. Theirs, as they are stored now:</p>
            <pre class="their-refs" tabIndex={0} role="region" aria-label="Their references">
              {theirs.text}
            </pre>
            <p class="actions">
              <button type="button" class="small" onClick={takeTheirs}>
                Go on with theirs
              </button>
            </p>
          </div>
        )}
        <p>
          <label for="refs">
            {theirs ? 'Yours' : 'JSON, kept to the byte: spaces, order and the spelling of numbers'}
          </label>
          <textarea
            id="refs"
            class="mono refs-text"
            spellcheck={false}
            autocomplete="off"
            value={text}
            aria-invalid={problem !== undefined}
            onInput={({ currentTarget: { value } }) => setEdited(value)}
          />
        </p>
        <p class="actions">
          <button class="primary" disabled={isSaving}>
            {theirs ? 'Replace theirs with mine' : 'Save'}
          </button>
          <button type="button" onClick={close}>
            Cancel
          </button>
        </p>
      </form>
    </Dialog>
  );
}
