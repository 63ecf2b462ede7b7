import type { Target } from '../../shared/kernel/target.js';

/**
 * `inner` goes before `outer`. A folder belongs to a contact: where `inner` names another contact and no folder, the
 * folder of `outer` is not meant.
 */
export function withTarget(outer: Target, inner: Target): Target {
  const changesContact = inner.contactId !== undefined && inner.contactId !== outer.contactId;
  const { folderId, ...rest } = outer;
  return { ...rest, ...(folderId !== undefined && !changesContact && { folderId }), ...inner };
}
