import { useId, useState } from 'preact/hooks';
import type {
  ListProfilesData,
  ListProfilesResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { fileSize } from '../format.js';
import { ContactPicker } from '../parts/contact-picker.js';
import { Dialog } from '../parts/dialog.js';
import { FolderPicker } from '../parts/folder-picker.js';
import type { Problem } from '../problem.js';
import { useLeaveGuard } from '../router.js';
import { useData } from '../use-data.js';
import { refsMistake } from './refs-mistake.js';
import { useDroppedFiles } from './use-dropped-files.js';
import { useUploads, type Upload, type UploadTarget } from './use-uploads.js';

interface Props {
  files: readonly File[];
  contactId: number | undefined;
  folderId: number | undefined;
  onClose: () => void;
}

/** What is there from the beginning: `System`. */
const FIRST_CONTACT = 1;

/** Where the files belong, and how far each is. */
export function UploadDialog({ files, contactId: givenContact, folderId: givenFolder, onClose }: Props) {
  const id = useId();
  const { uploads, add, remove, start, stop } = useUploads(files);
  const [contactId, setContactId] = useState(givenContact ?? FIRST_CONTACT);
  const [folderId, setFolderId] = useState(givenFolder);
  const [profileId, setProfileId] = useState<number>();
  const [refs, setRefs] = useState('');
  const [mistake, setMistake] = useState<string>();
  const [isStarted, setStarted] = useState(false);
  useDroppedFiles(true, add);

  const open = uploads.filter(({ state }) => state === 'chosen' || state === 'failed');
  const failed = uploads.filter(({ state }) => state === 'failed').length;
  const done = uploads.filter(({ state }) => state === 'done').length;
  const isRunning = uploads.some(({ state }) => state === 'waiting' || state === 'sending');
  useLeaveGuard(isRunning);

  const send = (which: readonly Upload[]): void => {
    const wrong = refsMistake(refs);
    setMistake(wrong);
    if (wrong !== undefined || folderId === undefined || which.length === 0) return;
    setStarted(true);
    start(which, { contactId, folderId, profileId, refs } satisfies UploadTarget);
  };
  const close = (): void => {
    if (!isRunning) onClose();
  };
  return (
    <Dialog title="Upload documents" onClose={close} isWide>
      <form
        class="upload"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send(open);
        }}
      >
        <fieldset disabled={isRunning}>
          <legend class="off-screen">For all files</legend>
          <div class="fields">
            <ContactPicker
              value={contactId}
              onChange={(next) => {
                setContactId(next ?? FIRST_CONTACT);
                setFolderId(undefined);
              }}
            />
            <FolderPicker contactId={contactId} value={folderId} onChange={setFolderId} />
            <ProfileField value={profileId} onChange={setProfileId} />
          </div>
          <details class="upload-refs" open={refs !== '' || undefined}>
            <summary>References to records elsewhere</summary>
            <label for={`${id}-refs`}>JSON, kept exactly as it stands here, for each of the files</label>
            <textarea
              id={`${id}-refs`}
              class="mono"
              spellcheck={false}
              value={refs}
              placeholder='{"salesforce": {"record_id": "001Qy00000BnXt2IAF"}}'
              aria-invalid={mistake !== undefined}
              aria-describedby={`${id}-mistake`}
              onInput={({ currentTarget }) => {
                setRefs(currentTarget.value);
                setMistake(undefined);
              }}
            />
          </details>
          <p id={`${id}-mistake`} class="field-problem" role="alert">
            {mistake}
          </p>
        </fieldset>
        {!isRunning && (
          <label class="drop-zone">
            <span>Drop files here, or choose them</span>
            <input
              type="file"
              multiple
              onChange={({ currentTarget }) => {
                add([...(currentTarget.files ?? [])]);
                currentTarget.value = '';
              }}
            />
          </label>
        )}
        {uploads.length > 0 && (
          <section class="results" aria-label="Files" tabIndex={0}>
            <ul class="plain">
              {uploads.map((upload) => (
                <Row
                  key={upload.key}
                  upload={upload}
                  onRemove={() => remove(upload.key)}
                  onRetry={() => send([upload])}
                />
              ))}
            </ul>
          </section>
        )}
        <p role="status">
          {isStarted &&
            `${done} of ${uploads.length} uploaded${failed > 0 ? `, ${failed} failed` : ''}${isRunning ? '…' : '.'}`}
        </p>
        <p class="actions">
          {!isRunning && open.length > 0 && (
            <button class="primary" disabled={folderId === undefined}>
              {isStarted && failed === open.length ? 'Try again with' : 'Upload'}{' '}
              {open.length === 1 ? '1 file' : `${open.length} files`}
            </button>
          )}
          {isRunning ? (
            <button type="button" onClick={stop}>
              Stop
            </button>
          ) : (
            <button type="button" onClick={close}>
              {isStarted ? 'Close' : 'Cancel'}
            </button>
          )}
        </p>
      </form>
    </Dialog>
  );
}

interface RowProps {
  upload: Upload;
  onRemove: () => void;
  onRetry: () => void;
}

function Row({ upload: { file, state, sent, problem, documentId }, onRemove, onRetry }: RowProps) {
  return (
    <li class="upload-row">
      <span class="upload-name">
        {documentId === undefined ? (
          file.name
        ) : (
          <a href={to(`/documents/${documentId}`)} target="_blank" rel="noopener">
            {file.name}
          </a>
        )}{' '}
        <span class="soft nowrap">{fileSize(file.size)}</span>
      </span>
      {state === 'chosen' && (
        <button type="button" class="small quiet" aria-label={`Leave out ${file.name}`} onClick={onRemove}>
          ✕
        </button>
      )}
      {state === 'waiting' && <span class="soft">Waiting</span>}
      {state === 'sending' && <progress aria-label={`Uploading ${file.name}`} value={sent} max={1} />}
      {state === 'done' && <span class="good">Uploaded</span>}
      {state === 'failed' && (
        <>
          <button type="button" class="small" aria-label={`Try again with ${file.name}`} onClick={onRetry}>
            Try again
          </button>
          <span class="field-problem">{problem && inOneLine(problem)}</span>
        </>
      )}
    </li>
  );
}

/** Of the file itself, the message says it all. */
function inOneLine({ message, fields }: Problem): string {
  const others = fields.filter(({ pointer }) => pointer !== '/file');
  return [
    message,
    ...others.map((each) => `${each.pointer.slice(1).replaceAll('_', ' ')}: ${each.message}.`),
  ].join(' ');
}

function ProfileField({
  value,
  onChange,
}: {
  value: number | undefined;
  onChange: (id: number | undefined) => void;
}) {
  const id = useId();
  const { value: profiles } = useData(
    (signal) =>
      api<ListProfilesData, ListProfilesResponse>('GET', '/api/profiles', { query: { limit: 200 }, signal }),
    [],
  );
  return (
    <div>
      <label for={id}>Read as</label>
      <select
        id={id}
        value={value ?? ''}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === '' ? undefined : Number(currentTarget.value))
        }
      >
        <option value="">As set for the contact</option>
        {(profiles?.items ?? []).map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
      </select>
    </div>
  );
}
