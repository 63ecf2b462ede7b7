import { useId, useState } from 'preact/hooks';
import type {
  ContactResponse,
  CreateContactData,
  ListProfilesData,
  ListProfilesResponse,
  UpdateContactData,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { FormDialog } from '../parts/form-dialog.js';
import { SelectField } from '../parts/select-field.js';
import { TextField } from '../parts/text-field.js';
import { useData } from '../use-data.js';

interface Props {
  /** None: a new one. */
  contact?: ContactResponse;
  onClose: () => void;
  onSaved: (contact: ContactResponse) => void;
}

const TYPES = ['Client', 'Vendor', 'Partner', 'Internal', 'Other'] as const;

export function ContactDialog({ contact, onClose, onSaved }: Props) {
  const notesId = useId();
  const [draft, setDraft] = useState({
    name: contact?.name ?? '',
    type: contact?.type ?? 'Client',
    email: contact?.email ?? '',
    phone: contact?.phone ?? '',
    notes: contact?.notes ?? '',
    profile: String(contact?.default_profile_id ?? ''),
  });
  const { value: profiles } = useData(
    (signal) =>
      api<ListProfilesData, ListProfilesResponse>('GET', '/api/profiles', { query: { limit: 200 }, signal }),
    [],
  );
  const save = async (): Promise<void> => {
    const { profile, ...rest } = draft;
    const body = {
      ...rest,
      email: draft.email || null,
      phone: draft.phone || null,
      notes: draft.notes || null,
      default_profile_id: profile === '' ? null : Number(profile),
    };
    onSaved(
      contact
        ? await api<UpdateContactData, ContactResponse>('PATCH', '/api/contacts/{id}', {
            path: { id: contact.id },
            body,
          })
        : await api<CreateContactData, ContactResponse>('POST', '/api/contacts', { body }),
    );
  };
  const set = (change: Partial<typeof draft>): void => setDraft({ ...draft, ...change });
  const known = profiles?.items ?? [];
  const options = known.map(({ id, name }) => [String(id), name] as const);
  if (draft.profile !== '' && !known.some(({ id }) => String(id) === draft.profile)) {
    options.push([draft.profile, `Profile ${draft.profile}`]);
  }
  return (
    <FormDialog title={contact ? `Edit ${contact.name}` : 'Add a contact'} onClose={onClose} act={save}>
      <div class="fields">
        <TextField label="Name" required value={draft.name} onInput={(name) => set({ name })} />
        <SelectField
          label="Type"
          value={draft.type}
          options={TYPES.map((type) => [type, type] as const)}
          onInput={(type) => set({ type: type as typeof draft.type })}
        />
        <TextField label="E-mail" type="email" value={draft.email} onInput={(email) => set({ email })} />
        <TextField label="Phone" value={draft.phone} onInput={(phone) => set({ phone })} />
        <SelectField
          label="Profile of its documents"
          value={draft.profile}
          options={[['', 'Default'], ...options]}
          onInput={(profile) => set({ profile })}
        />
      </div>
      <p>
        <label for={notesId}>Notes</label>
        <textarea
          id={notesId}
          value={draft.notes}
          onInput={({ currentTarget }) => set({ notes: currentTarget.value })}
        />
      </p>
    </FormDialog>
  );
}
