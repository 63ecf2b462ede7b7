import { Injectable } from '@nestjs/common';
import type { Target } from '../../shared/kernel/target.js';
import { TargetFolders } from './target-folders.js';

/** System, which always exists. */
const SYSTEM = 1;

/** What the tags of a plus-address mean, by what there is. */
@Injectable()
export class ResolveMailTarget {
  constructor(private readonly folders: TargetFolders) {}

  /** A folder alone names its contact, too. @returns undefined when there is no such place */
  async execute(target: Target): Promise<Target | undefined> {
    const { contactId, folderId } = target;
    if (folderId === undefined) {
      if (contactId === undefined) return target;
      return (await this.folders.idByName(contactId, 'Documents')) === undefined ? undefined : target;
    }
    const { folder } = await this.folders.find(contactId ?? SYSTEM, folderId);
    if (!folder || (contactId !== undefined && folder.contactId !== contactId)) return undefined;
    return { ...target, contactId: folder.contactId };
  }
}
