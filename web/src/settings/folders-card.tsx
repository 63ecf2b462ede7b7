import { useState } from 'preact/hooks';
import type {
  CreateFolderData,
  DeleteFolderData,
  FolderResponse,
  ListFoldersData,
  ListFoldersResponse,
  UpdateFolderData,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { useMe } from '../me.js';
import { ConfirmDialog } from '../parts/confirm-dialog.js';
import { Empty } from '../parts/empty.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Loading } from '../parts/loading.js';
import { MoreButton } from '../parts/more-button.js';
import { ProblemBox } from '../parts/problem-box.js';
import { TextField } from '../parts/text-field.js';
import { toast } from '../toasts.js';
import { useList } from '../use-list.js';

export function FoldersCard({ contactId }: { contactId: number }) {
  const { may } = useMe();
  const [dialog, setDialog] = useState<{ what: 'save' | 'delete'; folder?: FolderResponse }>();
  const { items, problem, reload, more } = useList<FolderResponse>(
    (cursor, signal) =>
      api<ListFoldersData, ListFoldersResponse>('GET', '/api/folders', {
        query: { contact_id: contactId, ...(cursor !== undefined && { cursor }) },
        signal,
      }),
    [contactId],
  );
  const done = async (said: string): Promise<void> => {
    setDialog(undefined);
    toast(said);
    await reload();
  };
  const folder = dialog?.folder;
  return (
    <section class="card" aria-labelledby="folders-title">
      <header>
        <h2 id="folders-title">Folders</h2>
        {may('write') && (
          <button type="button" class="small" onClick={() => setDialog({ what: 'save' })}>
            Add a folder
          </button>
        )}
      </header>
      {problem && <ProblemBox problem={problem} retry={reload} />}
      {!items && !problem && <Loading />}
      {items?.length === 0 && (
        <Empty
          title="No folder yet"
          text="Documents are uploaded to a folder of the contact, so it needs one."
        />
      )}
      {items && items.length > 0 && (
        <table class="fold">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">
                <span class="off-screen">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((each) => (
              <tr key={each.id}>
                <td data-label="Name">
                  <a href={to(`/?folder_id=${each.id}`)}>{each.name}</a>
                </td>
                <td>
                  {may('write') && (
                    <span class="actions">
                      <button
                        type="button"
                        class="small"
                        aria-label={`Rename ${each.name}`}
                        onClick={() => setDialog({ what: 'save', folder: each })}
                      >
                        Rename
                      </button>
                      <button
                        type="button"
                        class="small danger"
                        aria-label={`Delete ${each.name}`}
                        onClick={() => setDialog({ what: 'delete', folder: each })}
                      >
                        Delete
                      </button>
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <MoreButton more={more} />
      {dialog?.what === 'save' && (
        <FolderDialog
          contactId={contactId}
          folder={folder}
          onClose={() => setDialog(undefined)}
          onSaved={() => done('Saved.')}
        />
      )}
      {dialog?.what === 'delete' && folder && (
        <ConfirmDialog
          title={`Delete ${folder.name}?`}
          text="This cannot be taken back. A folder that has documents is kept."
          verb="Delete the folder"
          onClose={() => setDialog(undefined)}
          act={async () => {
            await api<DeleteFolderData, void>('DELETE', '/api/folders/{id}', { path: { id: folder.id } });
            await done(`“${folder.name}” is deleted.`);
          }}
        />
      )}
    </section>
  );
}

interface Props {
  contactId: number;
  folder: FolderResponse | undefined;
  onClose: () => void;
  onSaved: () => Promise<void>;
}

function FolderDialog({ contactId, folder, onClose, onSaved }: Props) {
  const [name, setName] = useState(folder?.name ?? '');
  const save = async (): Promise<void> => {
    await (folder
      ? api<UpdateFolderData, FolderResponse>('PATCH', '/api/folders/{id}', {
          path: { id: folder.id },
          body: { name },
        })
      : api<CreateFolderData, FolderResponse>('POST', '/api/folders', {
          body: { contact_id: contactId, name },
        }));
    await onSaved();
  };
  return (
    <FormDialog title={folder ? `Rename ${folder.name}` : 'Add a folder'} onClose={onClose} act={save}>
      <TextField label="Name" required value={name} onInput={setName} />
    </FormDialog>
  );
}
