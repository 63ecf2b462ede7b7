import { useRef, useState } from 'preact/hooks';
import type {
  DocumentResponse,
  ExportDocumentData,
  ExportedDocumentResponse,
  ReprocessDocumentData,
  SetDocumentStatusData,
  UploadDocumentVersionData,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { useMe } from '../me.js';
import { Dialog } from '../parts/dialog.js';
import { FormDialog } from '../parts/form-dialog.js';
import { ShortcutHelp } from '../parts/shortcut-help.js';
import { Problem } from '../problem.js';
import { SETTINGS } from '../settings.js';
import { toast } from '../toasts.js';
import { useShortcuts } from '../use-shortcuts.js';
import { actionsOf, type Action, type Status } from './status-actions.js';

interface Props {
  document: DocumentResponse;
  /** Then keys do nothing, and what would throw the edits away is not offered. */
  isEditing: boolean;
  onChanged: (document: DocumentResponse | ExportedDocumentResponse) => void;
  reload: () => void;
}

const LABELS: Record<Action, string> = {
  approve: 'Approve',
  export: 'Export',
  ready: 'Mark as ready',
  'missing-info': 'Missing info…',
  reopen: 'Reopen',
  archive: 'Archive',
  reprocess: 'Read again',
  'upload-version': 'Upload a new version…',
};
const KEYS: Partial<Record<Action, string>> = { approve: 'a', export: 'e' };
const TARGETS: Partial<Record<Action, [Status, string]>> = {
  approve: ['Approved', 'Approved.'],
  ready: ['Ready', 'Marked as ready.'],
  reopen: ['Needs Review', 'Reopened.'],
  archive: ['Archived', 'Archived.'],
};
/** Shown beside each other; the others are behind “More”. */
const FRONT: readonly Action[] = ['approve', 'export', 'missing-info', 'reopen'];

const CHANGED_MEANWHILE = 'Somebody has changed this document meanwhile. Look at it again, then repeat.';

/** What the person may do with the document now, and nothing else. */
export function DocumentActions({ document, isEditing, onChanged, reload }: Props) {
  const { may } = useMe();
  const [busy, setBusy] = useState<Action>();
  const [dialog, setDialog] = useState<'missing-info' | 'export' | 'upload-version' | 'help'>();
  const more = useRef<HTMLDetailsElement>(null);
  const { id, version, status } = document;
  const actions = isEditing
    ? []
    : actionsOf(status, { write: may('write'), export: may('export') }, SETTINGS.exportRequiresApproval);

  /** @throws Problem; what was typed for it is still there. */
  const attempt = async (
    action: Action,
    request: () => Promise<DocumentResponse>,
    done: string,
  ): Promise<void> => {
    if (busy) return;
    setBusy(action);
    if (more.current) more.current.open = false;
    try {
      onChanged(await request());
      setDialog(undefined);
      toast(done);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const isOld = error.status === 412;
      if (isOld || error.status === 409) reload();
      throw isOld ? new Problem(CHANGED_MEANWHILE, error.status, error.code) : error;
    } finally {
      setBusy(undefined);
    }
  };
  const run = async (...attempted: Parameters<typeof attempt>): Promise<void> => {
    setDialog(undefined);
    try {
      await attempt(...attempted);
    } catch (error) {
      toast(Problem.from(error).message, 'bad');
    }
  };
  const headers = { 'If-Match': `"${version}"` };
  const setStatus = (target: Status, reason?: string) => (): Promise<DocumentResponse> =>
    api<SetDocumentStatusData, DocumentResponse>('PUT', '/api/documents/{id}/status', {
      path: { id },
      body: { status: target, ...(reason !== undefined && { reason }) },
      headers,
    });
  const exportNow = (): Promise<void> =>
    run(
      'export',
      () =>
        api<ExportDocumentData, ExportedDocumentResponse>('POST', '/api/documents/{id}/export', {
          path: { id },
          headers,
        }),
      'Exported. Below you see where it goes.',
    );
  const start = (action: Action): void => {
    const target = TARGETS[action];
    if (target) void run(action, setStatus(target[0]), target[1]);
    else if (action === 'export') void exportNow();
    else if (action === 'missing-info' || action === 'upload-version') setDialog(action);
    else {
      void run(
        action,
        () =>
          api<ReprocessDocumentData, DocumentResponse>('POST', '/api/documents/{id}/reprocess', {
            path: { id },
            headers,
          }),
        'It is read again.',
      );
    }
  };
  useShortcuts({
    a: actions.includes('approve') ? () => start('approve') : undefined,
    e: actions.includes('export') ? () => setDialog('export') : undefined,
    '?': () => setDialog('help'),
  });

  const front = actions.filter((action) => FRONT.includes(action));
  const behind = actions.filter((action) => !FRONT.includes(action));
  return (
    <div class="actions document-actions">
      {front.map((action, index) => (
        <button
          key={action}
          type="button"
          class={index === 0 && action !== 'reopen' ? 'primary' : ''}
          disabled={busy !== undefined}
          aria-keyshortcuts={KEYS[action]}
          onClick={() => start(action)}
        >
          {action === 'export' && status === 'Export' ? 'Export again' : LABELS[action]}
          {KEYS[action] && <kbd aria-hidden="true">{KEYS[action]}</kbd>}
        </button>
      ))}
      {behind.length > 0 && (
        <details class="menu" ref={more}>
          <summary class="button">More</summary>
          <div class="menu-items">
            {behind.map((action) => (
              <button key={action} type="button" disabled={busy !== undefined} onClick={() => start(action)}>
                {LABELS[action]}
              </button>
            ))}
          </div>
        </details>
      )}
      <button
        type="button"
        class="quiet"
        aria-label="Keyboard shortcuts"
        title="Keyboard (?)"
        onClick={() => setDialog('help')}
      >
        ?
      </button>
      {dialog === 'missing-info' && (
        <MissingInfo
          onClose={() => setDialog(undefined)}
          onSend={(reason) =>
            attempt('missing-info', setStatus('Missing Info', reason), 'Marked: something is missing.')
          }
        />
      )}
      {dialog === 'export' && (
        <Dialog title="Export this document?" onClose={() => setDialog(undefined)}>
          <p>It is sent to every webhook endpoint that subscribes, as revision {document.revision + 1}.</p>
          <p class="actions">
            <button type="button" class="primary" autofocus onClick={() => void exportNow()}>
              Export
            </button>
            <button type="button" onClick={() => setDialog(undefined)}>
              Cancel
            </button>
          </p>
        </Dialog>
      )}
      {dialog === 'upload-version' && (
        <UploadVersion
          onClose={() => setDialog(undefined)}
          onSend={(file) =>
            attempt(
              'upload-version',
              () => uploadVersion(id, file, headers),
              'Uploaded. The new file is being read.',
            )
          }
        />
      )}
      {dialog === 'help' && (
        <ShortcutHelp
          keys={{
            j: 'The next document of the list',
            k: 'The previous document of the list',
            a: 'Approve',
            e: 'Export, after a question',
            '?': 'Show this',
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
    </div>
  );
}

function uploadVersion(id: number, file: File, headers: Record<string, string>): Promise<DocumentResponse> {
  const form = new FormData();
  form.set('file', file);
  return api<UploadDocumentVersionData, DocumentResponse>('POST', '/api/documents/{id}/versions', {
    path: { id },
    body: form,
    headers,
  });
}

function MissingInfo({
  onClose,
  onSend,
}: {
  onClose: () => void;
  onSend: (reason: string) => Promise<void>;
}) {
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title="What is missing?"
      verb="Mark as missing info"
      act={() => onSend(reason.trim())}
      onClose={onClose}
    >
      <p>
        <label for="reason">For whoever resolves it</label>
        <textarea
          id="reason"
          maxLength={1000}
          value={reason}
          autofocus
          onInput={({ currentTarget: { value } }) => setReason(value)}
        />
      </p>
    </FormDialog>
  );
}

function UploadVersion({ onClose, onSend }: { onClose: () => void; onSend: (file: File) => Promise<void> }) {
  const [file, setFile] = useState<File>();
  return (
    <FormDialog
      title="Upload a new version"
      verb="Upload"
      isReady={file !== undefined}
      act={async () => file && onSend(file)}
      onClose={onClose}
    >
      <p>
        The new file takes the place of this one and is read from the beginning; what was read in the old one
        stays with the old version. Contact, folder, notes and references stay.
      </p>
      <p>
        <label for="new-version">File</label>
        <input
          id="new-version"
          type="file"
          required
          onChange={({ currentTarget: { files } }) => setFile(files?.[0])}
        />
      </p>
    </FormDialog>
  );
}
