import { useId, useState } from 'preact/hooks';
import type {
  CreateProfileData,
  DeleteProfileData,
  GetProfileData,
  ProfileResponse,
  UpdateProfileData,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { useMe } from '../me.js';
import { ConfirmDialog } from '../parts/confirm-dialog.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { ProblemBox } from '../parts/problem-box.js';
import { SelectField } from '../parts/select-field.js';
import { TextField } from '../parts/text-field.js';
import { navigate } from '../router.js';
import { toast } from '../toasts.js';
import { useData } from '../use-data.js';
import { useSubmit } from '../use-submit.js';
import { bodyOf, draftOf, keyOf, newField, type ColumnDraft, type FieldDraft } from './profile-draft.js';

const TYPES = [
  ['text', 'Text'],
  ['date', 'Date'],
  ['amount', 'Amount'],
  ['number', 'Number'],
  ['list', 'List'],
] as const;

/** @param id `new` for a new one */
export function ProfilePanel({ id }: { id: string }) {
  const { value, problem, reload } = useData<{ profile: ProfileResponse | undefined }>(
    async (signal) => ({
      profile:
        id === 'new'
          ? undefined
          : await api<GetProfileData, ProfileResponse>('GET', '/api/profiles/{id}', {
              path: { id: Number(id) },
              signal,
            }),
    }),
    [id],
  );
  const back = <a href={to('/settings/profiles')}>All profiles</a>;
  if (problem?.status === 404 || problem?.status === 422) {
    return (
      <Empty title="There is no such profile" text="It may have been deleted.">
        {back}
      </Empty>
    );
  }
  if (problem) return <ProblemBox problem={problem} retry={reload} />;
  if (!value) return <Loading />;
  return (
    <>
      <p>{back}</p>
      <ProfileForm key={value.profile?.version} profile={value.profile} reload={reload} />
    </>
  );
}

function ProfileForm({
  profile,
  reload,
}: {
  profile: ProfileResponse | undefined;
  reload: () => Promise<void>;
}) {
  const { may } = useMe();
  const [draft, setDraft] = useState(() => draftOf(profile));
  const [isDeleting, setDeleting] = useState(false);
  const isLocked = profile?.built_in === true || !may('admin');
  const headers: Record<string, string> = profile ? { 'If-Match': `"${profile.version}"` } : {};
  const { submit, problem, isBusy } = useSubmit(async () => {
    const body = bodyOf(draft);
    if (profile) {
      await api<UpdateProfileData, unknown>('PATCH', '/api/profiles/{id}', {
        path: { id: profile.id },
        body,
        headers,
      });
      toast('Saved.');
      await reload();
    } else {
      await api<CreateProfileData, unknown>('POST', '/api/profiles', { body });
      toast(`“${draft.name}” is created. Choose it for a contact, or when you upload.`);
      navigate('/settings/profiles');
    }
  });
  const setField = (row: number, change: Partial<FieldDraft>): void =>
    setDraft({
      ...draft,
      fields: draft.fields.map((field) => (field.row === row ? { ...field, ...change } : field)),
    });
  const setColumn = (key: string, change: Partial<ColumnDraft>): void =>
    setDraft({
      ...draft,
      columns: draft.columns.map((column) => (column.key === key ? { ...column, ...change } : column)),
    });
  return (
    <form
      class="card"
      aria-label="Profile"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="card-body">
        {profile?.built_in && (
          <p class="note">This profile is built in and stays as it is. Create one of your own instead.</p>
        )}
        {problem && <ProblemBox problem={problem} />}
        <fieldset class="plain" disabled={isLocked}>
          <legend class="off-screen">Profile</legend>
          <div class="fields">
            <TextField
              label="Name"
              required
              value={draft.name}
              onInput={(name) => setDraft({ ...draft, name })}
            />
            <TextField
              label="What it is for"
              value={draft.description}
              onInput={(description) => setDraft({ ...draft, description })}
            />
          </div>
          <h2>Fields</h2>
          {draft.fields.map((field, index) => (
            <FieldRow
              key={field.row}
              field={field}
              number={index + 1}
              onInput={(change) => setField(field.row, change)}
              onRemove={
                draft.fields.length > 1 && !isLocked
                  ? () => setDraft({ ...draft, fields: draft.fields.filter(({ row }) => row !== field.row) })
                  : undefined
              }
            />
          ))}
          {!isLocked && (
            <p>
              <button
                type="button"
                onClick={() => setDraft({ ...draft, fields: [...draft.fields, newField()] })}
              >
                Add a field
              </button>
            </p>
          )}
          <h2>Columns of line items</h2>
          {draft.columns.map((column) => (
            <div key={column.key} class="fields column-row">
              <label class="inline">
                <input
                  type="checkbox"
                  checked={column.isRead}
                  onChange={({ currentTarget: { checked } }) => setColumn(column.key, { isRead: checked })}
                />
                {column.key.replace('_', ' ')}
              </label>
              {column.isRead && (
                <>
                  <TextField
                    label={`What documents call the ${column.key.replace('_', ' ')}`}
                    required
                    value={column.label}
                    onInput={(label) => setColumn(column.key, { label })}
                  />
                  <Aliases value={column.aliases} onInput={(aliases) => setColumn(column.key, { aliases })} />
                </>
              )}
            </div>
          ))}
        </fieldset>
        {!isLocked && (
          <p class="actions">
            <button class="primary" disabled={isBusy}>
              Save
            </button>
            {profile && (
              <button type="button" class="danger" onClick={() => setDeleting(true)}>
                Delete
              </button>
            )}
          </p>
        )}
      </div>
      {isDeleting && profile && (
        <ConfirmDialog
          title={`Delete ${profile.name}?`}
          text="This cannot be taken back. A profile that a contact or a document has is kept."
          verb="Delete the profile"
          onClose={() => setDeleting(false)}
          act={async () => {
            await api<DeleteProfileData, void>('DELETE', '/api/profiles/{id}', {
              path: { id: profile.id },
              headers,
            });
            toast(`“${profile.name}” is deleted.`);
            navigate('/settings/profiles');
          }}
        />
      )}
    </form>
  );
}

interface FieldRowProps {
  field: FieldDraft;
  number: number;
  onInput: (change: Partial<FieldDraft>) => void;
  onRemove: (() => void) | undefined;
}

function FieldRow({ field, number, onInput, onRemove }: FieldRowProps) {
  return (
    <fieldset class="field-row">
      <legend>{field.label || `Field ${number}`}</legend>
      <div class="fields">
        <TextField
          label="Label"
          required
          value={field.label}
          onInput={(label) => onInput({ label })}
          hint="What documents call it."
        />
        <TextField
          label="Key"
          value={field.key}
          onInput={(key) => onInput({ key })}
          hint={
            field.key === '' && field.label !== ''
              ? `Empty: ${keyOf(field.label)}`
              : 'Its name in extracted_fields.'
          }
        />
        <SelectField
          label="Type"
          value={field.type}
          options={TYPES}
          onInput={(type) => onInput({ type: type as FieldDraft['type'] })}
        />
        <TextField
          label="Description"
          value={field.description}
          onInput={(description) => onInput({ description })}
        />
        <Aliases value={field.aliases} onInput={(aliases) => onInput({ aliases })} />
        <label class="inline">
          <input
            type="checkbox"
            checked={field.required}
            onChange={({ currentTarget: { checked } }) => onInput({ required: checked })}
          />
          Required
        </label>
      </div>
      {onRemove && (
        <p class="actions">
          <button
            type="button"
            class="small"
            aria-label={`Remove ${field.label || `field ${number}`}`}
            onClick={onRemove}
          >
            Remove
          </button>
        </p>
      )}
    </fieldset>
  );
}

function Aliases({ value, onInput }: { value: string; onInput: (value: string) => void }) {
  const id = useId();
  return (
    <div>
      <label for={id}>Also called, one in each line</label>
      <textarea
        id={id}
        class="aliases"
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </div>
  );
}
