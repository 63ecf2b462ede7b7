import { useState } from 'preact/hooks';
import type {
  DocumentResponse,
  EditDocumentData,
  ListContactsData,
  ListContactsResponse,
  ListFoldersData,
  ListFoldersResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Problem } from '../problem.js';
import { toast } from '../toasts.js';
import { useData } from '../use-data.js';

interface Props {
  document: DocumentResponse;
  onClose: () => void;
  onMoved: (document: DocumentResponse) => void;
  /** The document has changed since it was shown. */
  onStale: () => void;
}

/** To another folder, of the same contact or of another one. */
export function MoveDialog({ document, onClose, onMoved, onStale }: Props) {
  const [search, setSearch] = useState('');
  const [contactId, setContactId] = useState(document.contact_id);
  const [folderId, setFolderId] = useState(document.folder_id);
  const { value: contacts } = useData(
    (signal) =>
      api<ListContactsData, ListContactsResponse>('GET', '/api/contacts', {
        query: { q: search, limit: 50 },
        signal,
      }),
    [search],
  );
  const { value: folders } = useData(
    (signal) =>
      api<ListFoldersData, ListFoldersResponse>('GET', '/api/folders', {
        query: { contact_id: contactId, limit: 200 },
        signal,
      }),
    [contactId],
  );
  const known = contacts?.items ?? [];
  const options = known.some(({ id }) => id === contactId)
    ? known
    : [{ id: contactId, name: contactId === document.contact_id ? document.contact_name : '…' }, ...known];
  const isFolderKnown = folders?.items.some(({ id }) => id === folderId) ?? true;

  const move = async (): Promise<void> => {
    try {
      onMoved(
        await api<EditDocumentData, DocumentResponse>('PATCH', '/api/documents/{id}', {
          path: { id: document.id },
          body: {
            contact_id: contactId,
            folder_id: isFolderKnown ? folderId : (folders?.items[0]?.id ?? folderId),
          },
          headers: { 'If-Match': `"${document.version}"` },
        }),
      );
      toast('Moved.');
    } catch (error) {
      if (error instanceof Problem && error.status === 412) onStale();
      throw error;
    }
  };
  return (
    <FormDialog
      title="Move to another folder"
      verb="Move"
      isReady={folders !== undefined}
      act={move}
      onClose={onClose}
    >
      <p>
        <label for="contact-search">Find a contact</label>
        <input
          id="contact-search"
          type="search"
          value={search}
          onInput={({ currentTarget: { value } }) => setSearch(value)}
        />
      </p>
      <p>
        <label for="contact">Contact</label>
        <select
          id="contact"
          value={contactId}
          onChange={({ currentTarget: { value } }) => setContactId(Number(value))}
        >
          {options.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </p>
      <p>
        <label for="folder">Folder</label>
        <select
          id="folder"
          value={folderId}
          onChange={({ currentTarget: { value } }) => setFolderId(Number(value))}
        >
          {(folders?.items ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </p>
    </FormDialog>
  );
}
