import { useState } from 'preact/hooks';
import type {
  ContactResponse,
  ListContactsData,
  ListContactsResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { useMe } from '../me.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { MoreButton } from '../parts/more-button.js';
import { ProblemBox } from '../parts/problem-box.js';
import { TextField } from '../parts/text-field.js';
import { navigate, usePlace } from '../router.js';
import { toast } from '../toasts.js';
import { useList } from '../use-list.js';
import { withQuery } from '../with-query.js';
import { ContactDialog } from './contact-dialog.js';

export function ContactsPanel() {
  const { may } = useMe();
  const { query } = usePlace();
  const q = query.get('q') ?? '';
  const [search, setSearch] = useState(q);
  const [isAdding, setAdding] = useState(false);
  const { items, problem, reload, more } = useList<ContactResponse>(
    (cursor, signal) =>
      api<ListContactsData, ListContactsResponse>('GET', '/api/contacts', {
        query: { q, ...(cursor !== undefined && { cursor }) },
        signal,
      }),
    [q],
  );
  const add = (
    <button type="button" class="primary" onClick={() => setAdding(true)}>
      Add a contact
    </button>
  );
  return (
    <>
      <form
        class="filters"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          navigate(withQuery('/settings/contacts', { q: search }), { replace: true });
        }}
      >
        <div class="fields">
          <TextField
            label="Search contacts"
            type="search"
            maxLength={200}
            value={search}
            onInput={setSearch}
          />
        </div>
        <p class="actions">
          <button>Search</button>
          {may('write') && add}
        </p>
      </form>
      {problem && <ProblemBox problem={problem} retry={reload} />}
      <section class="card" aria-label="Contacts">
        {!items && !problem && <Loading />}
        {items?.length === 0 && (
          <Empty
            title={q === '' ? 'There are no contacts yet' : `No contact has “${q}”`}
            text={
              q === '' ? 'Each document belongs to a contact, so add one first.' : 'Search for less of it.'
            }
          />
        )}
        {items && items.length > 0 && (
          <table class="fold">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Type</th>
                <th scope="col">E-mail</th>
                <th scope="col">Phone</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ id, name, type, email, phone }) => (
                <tr key={id}>
                  <td data-label="Name">
                    <a href={to(`/settings/contacts/${id}`)}>{name}</a>
                  </td>
                  <td data-label="Type">{type}</td>
                  <td data-label="E-mail">{email ?? '–'}</td>
                  <td data-label="Phone">{phone ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <MoreButton more={more} />
      </section>
      {isAdding && (
        <ContactDialog
          onClose={() => setAdding(false)}
          onSaved={({ id, name }) => {
            toast(`“${name}” is added.`);
            navigate(`/settings/contacts/${id}`);
          }}
        />
      )}
    </>
  );
}
