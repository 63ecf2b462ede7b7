import { useId, useState } from 'preact/hooks';
import type {
  ContactResponse,
  GetContactData,
  GetContactResponse,
  ListContactsData,
  ListContactsResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { useData } from '../use-data.js';

interface Props {
  value: number | undefined;
  onChange: (id: number | undefined) => void;
  /** What no contact is called; without it, there must be one. */
  none?: string;
}

const OFFERED = 100;

/** One of the contacts. Where there are more than can be offered at once, with a search. */
export function ContactPicker({ value, onChange, none }: Props) {
  const id = useId();
  const [search, setSearch] = useState('');
  const [isMany, setMany] = useState(false);
  const { value: contacts } = useData(
    (signal) =>
      api<ListContactsData, ListContactsResponse>('GET', '/api/contacts', {
        query: { q: search, limit: OFFERED },
        signal,
      }),
    [search],
  );
  const { value: chosen } = useData<ContactResponse | undefined>(
    async (signal) =>
      value === undefined
        ? undefined
        : api<GetContactData, GetContactResponse>('GET', '/api/contacts/{id}', {
            path: { id: value },
            signal,
          }),
    [value],
  );
  // Once and for all: while others are looked for, the search must not go away under the hands.
  if (!isMany && typeof contacts?.next_cursor === 'string') setMany(true);
  const known: readonly { id: number; name: string }[] = contacts?.items ?? [];
  const options =
    value === undefined || known.some((each) => each.id === value)
      ? known
      : [{ id: value, name: chosen?.name ?? `Contact ${value}` }, ...known];
  return (
    <div>
      <label for={id}>Contact</label>
      {isMany && (
        <input
          type="search"
          aria-label="Find a contact"
          placeholder="Find a contact"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      )}
      <select
        id={id}
        value={value ?? ''}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === '' ? undefined : Number(currentTarget.value))
        }
      >
        {none !== undefined && <option value="">{none}</option>}
        {options.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
      </select>
    </div>
  );
}
