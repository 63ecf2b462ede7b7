import { useEffect } from 'preact/hooks';
import type {
  GetFolderData,
  GetFolderResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { useData } from '../use-data.js';
import type { ListQuery } from './list-query.js';

/** A link may name a folder alone, and folders are chosen among those of a contact: says whose it is. */
export function useContactOfFolder(
  { contactId, folderId }: ListQuery,
  onFound: (contactId: number) => void,
): void {
  const wanted = contactId === undefined ? folderId : undefined;
  const { value: folder } = useData<GetFolderResponse | undefined>(
    async (signal) =>
      wanted === undefined
        ? undefined
        : api<GetFolderData, GetFolderResponse>('GET', '/api/folders/{id}', { path: { id: wanted }, signal }),
    [wanted],
  );
  useEffect(() => {
    if (folder && folder.id === wanted) onFound(folder.contact_id);
  }, [folder]);
}
