/** Where a document shall go; what is absent is left to whatever lies around it. */
export interface Target {
  contactId?: number;
  folderId?: number;
  profileId?: number;
}

/**
 * `inner` goes before `outer`. A folder belongs to a contact: where `inner` names another contact and no folder, the
 * folder of `outer` is not meant.
 */
export function withTarget(outer: Target, inner: Target): Target {
  const changesContact = inner.contactId !== undefined && inner.contactId !== outer.contactId;
  const { folderId, ...rest } = outer;
  return { ...rest, ...(folderId !== undefined && !changesContact && { folderId }), ...inner };
}
