import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { builtInFolder } from '../domain/contact-errors.js';
import { FolderRepository } from './folder.repository.js';

@Injectable()
export class DeleteFolder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly folders: FolderRepository,
  ) {}

  /** @throws folder_not_found, built_in, folder_holds_documents */
  execute(id: number): Promise<void> {
    return this.unitOfWork.run(async () => {
      const folder = await this.folders.forChange(id);
      if (folder.builtIn) throw builtInFolder(folder);
      await this.folders.remove(id);
    });
  }
}
