import type { ExternalRefs } from '../../shared/kernel/external-refs.js';
import type { StagedContent } from './incoming-files.js';

export interface NewUpload {
  file: StagedContent;
  filename: string;
  source: 'Email' | 'Hot Folder';
  contactId: number;
  folderId: number;
  profileId: number | undefined;
  externalRefs: ExternalRefs;
  notes: string | null;
  actor: string;
}

/** The one way in which documents are made. Joins the open unit of work. */
export abstract class DocumentUpload {
  /** @throws unknown_contact, unknown_folder, folder_of_another_contact, unknown_profile */
  abstract execute(upload: NewUpload): Promise<{ id: number }>;
}
