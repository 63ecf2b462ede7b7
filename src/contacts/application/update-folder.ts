import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { Folder } from '../domain/folder.js';
import { renameFolder } from '../domain/rename-folder.js';
import { FolderRepository } from './folder.repository.js';

/** A folder stays with its contact: its documents name both. */
@Injectable()
export class UpdateFolder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly folders: FolderRepository,
  ) {}

  /** @throws folder_not_found, built_in */
  execute(id: number, { name }: { name?: string | undefined }): Promise<Folder> {
    return this.unitOfWork.run(async () => {
      const folder = await this.folders.forChange(id);
      const changed = name === undefined ? folder : renameFolder(folder, name);
      return changed === folder ? folder : this.folders.save(changed);
    });
  }
}
