import { useState } from 'preact/hooks';
import type {
  ContactResponse,
  DeleteContactData,
  GetContactData,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { useMe } from '../me.js';
import { ConfirmDialog } from '../parts/confirm-dialog.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { ProblemBox } from '../parts/problem-box.js';
import { navigate } from '../router.js';
import { toast } from '../toasts.js';
import { useData } from '../use-data.js';
import { ContactDialog } from './contact-dialog.js';
import { FoldersCard } from './folders-card.js';

/** One contact, and its folders. */
export function ContactPanel({ id }: { id: number }) {
  const { may } = useMe();
  const [dialog, setDialog] = useState<'edit' | 'delete'>();
  const {
    value: contact,
    problem,
    reload,
    set,
  } = useData(
    (signal) => api<GetContactData, ContactResponse>('GET', '/api/contacts/{id}', { path: { id }, signal }),
    [id],
  );
  const back = <a href={to('/settings/contacts')}>All contacts</a>;
  if (problem?.status === 404 || problem?.status === 422) {
    return (
      <Empty title="There is no such contact" text="It may have been deleted.">
        {back}
      </Empty>
    );
  }
  if (problem) return <ProblemBox problem={problem} retry={reload} />;
  if (!contact) return <Loading />;
  const { name, type, email, phone, notes } = contact;
  return (
    <>
      <p>{back}</p>
      <section class="card" aria-labelledby="contact-title">
        <header>
          <h2 id="contact-title">{name}</h2>
          {may('write') && (
            <span class="actions">
              <button type="button" class="small" onClick={() => setDialog('edit')}>
                Edit
              </button>
              <button type="button" class="small danger" onClick={() => setDialog('delete')}>
                Delete
              </button>
            </span>
          )}
        </header>
        <div class="card-body">
          <dl class="facts">
            <dt>Type</dt>
            <dd>{type}</dd>
            <dt>E-mail</dt>
            <dd>{email ?? '–'}</dd>
            <dt>Phone</dt>
            <dd>{phone ?? '–'}</dd>
            <dt>Notes</dt>
            <dd class="notes">{notes ?? '–'}</dd>
          </dl>
        </div>
      </section>
      <FoldersCard contactId={id} />
      {dialog === 'edit' && (
        <ContactDialog
          contact={contact}
          onClose={() => setDialog(undefined)}
          onSaved={(saved) => {
            set(saved);
            setDialog(undefined);
            toast('Saved.');
          }}
        />
      )}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={`Delete ${name}?`}
          text="Its folders go with it, and this cannot be taken back. A contact that has documents or contacts of its own is kept."
          verb="Delete the contact"
          onClose={() => setDialog(undefined)}
          act={async () => {
            await api<DeleteContactData, void>('DELETE', '/api/contacts/{id}', { path: { id } });
            toast(`“${name}” is deleted.`);
            navigate('/settings/contacts');
          }}
        />
      )}
    </>
  );
}
