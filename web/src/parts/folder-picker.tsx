import { useId, useLayoutEffect } from 'preact/hooks';
import type {
  ListFoldersData,
  ListFoldersResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { useData } from '../use-data.js';

interface Props {
  contactId: number;
  value: number | undefined;
  onChange: (id: number | undefined) => void;
  /** What no folder is called; without it, the first is chosen. */
  none?: string;
}

/** One of the folders of a contact. */
export function FolderPicker({ contactId, value, onChange, none }: Props) {
  const id = useId();
  const { value: folders } = useData(
    (signal) =>
      api<ListFoldersData, ListFoldersResponse>('GET', '/api/folders', {
        query: { contact_id: contactId, limit: 200 },
        signal,
      }),
    [contactId],
  );
  const items = folders?.items.filter((each) => each.contact_id === contactId);
  const isKnown = items?.some((each) => each.id === value) ?? true;
  const first = items?.at(-1)?.id; // the oldest
  // Before anybody can choose: a moment later, it would undo their choice.
  useLayoutEffect(() => {
    if (none === undefined && !(isKnown && value !== undefined) && items) onChange(first);
  }, [first, isKnown, value, items?.length]);
  return (
    <div>
      <label for={id}>Folder</label>
      <select
        id={id}
        value={value ?? ''}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === '' ? undefined : Number(currentTarget.value))
        }
      >
        {none !== undefined && <option value="">{none}</option>}
        {!isKnown && none !== undefined && <option value={value}>Folder {value}</option>}
        {(items ?? []).map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
      </select>
    </div>
  );
}
