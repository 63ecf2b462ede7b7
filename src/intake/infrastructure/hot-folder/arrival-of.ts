import { basename, join } from 'node:path';
import type { HotFolderSettings } from '../../../shared/config/read-hot-folders.js';
import { DomainError } from '../../../shared/kernel/domain-error.js';
import { ExternalRefs } from '../../../shared/kernel/external-refs.js';
import type { Arrival, ArrivedContent } from '../../application/arrival.js';
import { ArrivalUnreadable } from '../../application/arrival-unreadable.js';
import { MAX_SIDECAR_BYTES, readSidecar, type Sidecar } from '../../domain/read-sidecar.js';
import { targetOfFolder } from '../../domain/target-of-folder.js';
import { withTarget } from '../../domain/with-target.js';
import type { Claim } from './claim.js';
import type { HotFolderFiles } from './hot-folder-files.js';
import { openPlainFile } from './open-plain-file.js';
import { readStillFile } from './read-still-file.js';

/** System/Inbox, which always exists. */
const INBOX = { contactId: 1, folderId: 1 };
const NO_SIDECAR: Sidecar = { target: {}, externalRefs: ExternalRefs.EMPTY, notes: null };

/** A claimed file as something that has arrived. */
export function arrivalOf(claim: Claim, settings: HotFolderSettings, files: HotFolderFiles): Arrival {
  return {
    channel: 'hot_folder',
    sourceKey: claim.id,
    origin: settings.path,
    name: claim.path,
    open: async () => open(claim, settings, await readSidecarOf(claim, files)),
  };
}

async function open(claim: Claim, settings: HotFolderSettings, sidecar: Sidecar): Promise<ArrivedContent> {
  const folders = claim.path.split('/').slice(0, -1);
  const target = targetOfFolder(folders, withTarget(INBOX, settings.target), settings.subFolders);
  const { contactId = INBOX.contactId, folderId, profileId } = withTarget(target, sidecar.target);
  const file = await openPlainFile(join(claim.folder, claim.path));
  return {
    filename: basename(claim.path),
    content: readStillFile(file),
    ...{ contactId, folderId, profileId },
    externalRefs: sidecar.externalRefs,
    notes: sidecar.notes,
    close: () => file.close(),
  };
}

async function readSidecarOf(claim: Claim, files: HotFolderFiles): Promise<Sidecar> {
  const path = await files.sidecarOf(claim);
  if (path === undefined && !claim.hasSidecar) return NO_SIDECAR;
  if (path === undefined)
    throw new DomainError('invalid', 'sidecar_missing', 'Its .meta.json was taken away.');
  const file = await openPlainFile(path);
  try {
    const { size } = await file.stat();
    if (size > MAX_SIDECAR_BYTES) {
      throw new DomainError(
        'too-large',
        'sidecar_too_large',
        `The .meta.json has more than ${MAX_SIDECAR_BYTES} bytes.`,
      );
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of readStillFile(file)) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    if (bytes.length > MAX_SIDECAR_BYTES)
      throw new ArrivalUnreadable('The .meta.json is still being written.');
    return readSidecar(bytes);
  } finally {
    await file.close();
  }
}
