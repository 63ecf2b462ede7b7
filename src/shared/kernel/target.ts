/** Where a document shall go; what is absent is left to whatever lies around it. */
export interface Target {
  contactId?: number;
  folderId?: number;
  profileId?: number;
}

/** As settings and files call them. */
export const TARGET_IDS = {
  contact_id: 'contactId',
  folder_id: 'folderId',
  profile_id: 'profileId',
} as const;
