import { useState } from 'preact/hooks';
import type {
  DocumentResponse,
  EditDocumentData,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { ContactPicker } from '../parts/contact-picker.js';
import { FolderPicker } from '../parts/folder-picker.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Problem } from '../problem.js';
import { toast } from '../toasts.js';

interface Props {
  document: DocumentResponse;
  onClose: () => void;
  onMoved: (document: DocumentResponse) => void;
  /** The document has changed since it was shown. */
  onStale: () => void;
}

/** To another folder, of the same contact or of another one. */
export function MoveDialog({ document, onClose, onMoved, onStale }: Props) {
  const [contactId, setContactId] = useState(document.contact_id);
  const [folderId, setFolderId] = useState<number | undefined>(document.folder_id);

  const move = async (): Promise<void> => {
    if (folderId === undefined) return;
    try {
      onMoved(
        await api<EditDocumentData, DocumentResponse>('PATCH', '/api/documents/{id}', {
          path: { id: document.id },
          body: { contact_id: contactId, folder_id: folderId },
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
      isReady={folderId !== undefined}
      act={move}
      onClose={onClose}
    >
      <div class="fields">
        <ContactPicker
          value={contactId}
          onChange={(next) => {
            setContactId(next ?? document.contact_id);
            setFolderId(undefined);
          }}
        />
        <FolderPicker contactId={contactId} value={folderId} onChange={setFolderId} />
      </div>
    </FormDialog>
  );
}
