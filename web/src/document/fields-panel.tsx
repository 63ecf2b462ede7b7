import { useState } from 'preact/hooks';
import type {
  DocumentResponse,
  EditDocumentData,
  GetDocumentData,
  GetDocumentResponse,
  GetProfileData,
  GetProfileResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { calendarDate } from '../format.js';
import { labelOf } from '../label-of.js';
import { useMe } from '../me.js';
import { ProblemBox } from '../parts/problem-box.js';
import { Problem } from '../problem.js';
import { useLeaveGuard } from '../router.js';
import { toast } from '../toasts.js';
import { useData } from '../use-data.js';
import { ConflictDialog } from './conflict-dialog.js';
import { FieldsForm } from './fields-form.js';
import { LineItems } from './line-items.js';
import { changesOf, draftOf, mergeEdits, type Conflict, type Draft } from './merge-edits.js';
import { MoveDialog } from './move-dialog.js';
import { isLocked } from './status-actions.js';

interface Props {
  document: DocumentResponse;
  isEditing: boolean;
  setEditing: (isEditing: boolean) => void;
  onChanged: (document: DocumentResponse) => void;
  reload: () => Promise<void>;
}

/** What was read in the file, and what people know of it. */
export function FieldsPanel({ document, isEditing, setEditing, onChanged, reload }: Props) {
  const { may } = useMe();
  const [before, setBefore] = useState<DocumentResponse>(document);
  const [draft, setDraft] = useState<Draft>(() => draftOf(document));
  const [isMoving, setMoving] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [conflict, setConflict] = useState<{ theirs: DocumentResponse; conflicts: Conflict[] }>();
  const { value: profile } = useData(
    (signal) =>
      api<GetProfileData, GetProfileResponse>('GET', '/api/profiles/{id}', {
        path: { id: document.profile_id },
        signal,
      }),
    [document.profile_id],
  );
  const isUnsaved = isEditing && JSON.stringify(draft) !== JSON.stringify(draftOf(before));
  useLeaveGuard(isUnsaved);

  const labels = new Map(
    profile?.built_in === false ? profile.fields.map(({ key, label }) => [key, label]) : [],
  );
  const nameOf = (key: string): string => labels.get(key) ?? labelOf(key);
  const keys = [
    ...new Set([...(profile?.fields.map(({ key }) => key) ?? []), ...Object.keys(document.extracted_fields)]),
  ];

  const required = profile?.fields.filter((field) => field.required).map(({ key }) => key) ?? [];

  const edit = (): void => {
    setBefore(document);
    setDraft(draftOf(document));
    setProblem(undefined);
    setEditing(true);
  };
  const close = (): void => {
    setEditing(false);
    setProblem(undefined);
    setConflict(undefined);
  };
  /** @param base the document that `wanted` was made from */
  const save = async (base: DocumentResponse, wanted: Draft): Promise<void> => {
    setSaving(true);
    setProblem(undefined);
    try {
      const body = changesOf(base, wanted);
      if (body) {
        onChanged(
          await api<EditDocumentData, DocumentResponse>('PATCH', '/api/documents/{id}', {
            path: { id: document.id },
            body,
            headers: { 'If-Match': `"${base.version}"` },
          }),
        );
        toast('Saved.');
      } else onChanged(base);
      close();
    } catch (error) {
      if (error instanceof SyntaxError) {
        setProblem(new Problem(`Custom fields are not JSON: ${error.message}`, 422, 'custom_fields'));
      } else if (!(error instanceof Problem)) throw error;
      else if (error.status === 412) await merge(base, wanted);
      else setProblem(error);
    } finally {
      setSaving(false);
    }
  };
  /** Somebody was faster: what does not touch theirs goes on top of it, and the rest is asked. */
  const merge = async (base: DocumentResponse, wanted: Draft): Promise<void> => {
    const theirs = await api<GetDocumentData, GetDocumentResponse>('GET', '/api/documents/{id}', {
      path: { id: document.id },
    });
    const { merged, conflicts } = mergeEdits(draftOf(base), wanted, draftOf(theirs));
    if (conflicts.length === 0) return save(theirs, merged);
    setBefore(base);
    setDraft(wanted);
    setConflict({ theirs, conflicts });
  };
  const decide = (keepMine: ReadonlyMap<string, boolean>): void => {
    if (!conflict) return;
    const { theirs } = conflict;
    const { merged } = mergeEdits(draftOf(before), draft, draftOf(theirs), keepMine);
    setConflict(undefined);
    setBefore(theirs);
    setDraft(merged);
    void save(theirs, merged).catch(() => undefined);
  };

  const locked = isLocked(document.status);
  return (
    <section class="card" aria-labelledby="fields-title">
      <header>
        <h2 id="fields-title">Fields</h2>
        {!isEditing && may('write') && !locked && (
          <button type="button" class="small" onClick={() => setMoving(true)}>
            Move…
          </button>
        )}
        {!isEditing && may('write') && (
          <button type="button" class="small" onClick={edit}>
            {locked ? 'Edit notes' : 'Edit'}
          </button>
        )}
      </header>
      <div class="card-body">
        {problem && <ProblemBox problem={problem} />}
        {isEditing ? (
          <FieldsForm
            draft={draft}
            onInput={setDraft}
            keys={keys}
            nameOf={nameOf}
            isLocked={isLocked(before.status)}
            isSaving={isSaving}
            onSave={() => void save(before, draft).catch(showDefect)}
            onCancel={close}
          />
        ) : (
          <Shown document={document} keys={keys} required={required} nameOf={nameOf} />
        )}
      </div>
      {conflict && (
        <ConflictDialog
          conflicts={conflict.conflicts}
          nameOf={nameOf}
          onDecide={decide}
          onClose={() => setConflict(undefined)}
        />
      )}
      {isMoving && (
        <MoveDialog
          document={document}
          onClose={() => setMoving(false)}
          onMoved={(moved) => {
            setMoving(false);
            onChanged(moved);
          }}
          onStale={() => void reload()}
        />
      )}
    </section>
  );
}

function showDefect(error: unknown): void {
  toast(Problem.from(error).message, 'bad');
}

interface ShownProps {
  document: DocumentResponse;
  keys: readonly string[];
  /** Those that its profile asks for. */
  required: readonly string[];
  nameOf: (key: string) => string;
}

function Shown({ document, keys, required, nameOf }: ShownProps) {
  const found = keys.filter((key) => (document.extracted_fields[key] ?? '') !== '');
  const missing = required.filter((key) => !found.includes(key));
  const isUnread = document.status === 'New' || document.status === 'Processing';
  return (
    <>
      {document.ai_summary !== null && document.ai_summary !== '' && (
        <p class="summary">{document.ai_summary}</p>
      )}
      {found.length > 0 ? (
        <dl class="key-facts">
          {found.map((key) => (
            <div key={key}>
              <dt>{nameOf(key)}</dt>
              <dd>{fieldText(key, document.extracted_fields[key] ?? '')}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p class="soft">
          {isUnread
            ? 'The document is being read. Its fields appear here by themselves.'
            : 'No fields were found. Use Edit to fill them in by hand.'}
        </p>
      )}
      {missing.length > 0 && !isUnread && (
        <p class="soft small-text">Not found: {missing.map(nameOf).join(', ')}.</p>
      )}
      {document.confidence_reasoning !== null && document.confidence_reasoning !== '' && (
        <p class="soft small-text">
          Confidence {document.confidence_score}: {document.confidence_reasoning}
        </p>
      )}
      {Object.keys(document.custom_fields).length > 0 && (
        <>
          <h3>Custom fields</h3>
          <dl class="facts">
            {Object.entries(document.custom_fields).map(([key, value]) => [
              <dt key={key}>{labelOf(key)}</dt>,
              <dd key={`${key} is`}>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>,
            ])}
          </dl>
        </>
      )}
      {document.line_items.length > 0 && <LineItems items={document.line_items} />}
      {document.notes !== null && document.notes !== '' && (
        <>
          <h3>Notes</h3>
          <p class="notes">{document.notes}</p>
        </>
      )}
    </>
  );
}

function fieldText(key: string, value: string): string {
  return /date/i.test(key) ? calendarDate(value) : value;
}
