import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { Folder } from '../domain/folder.js';
import { FolderRepository } from './folder.repository.js';

@Injectable()
export class CreateFolder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly folders: FolderRepository,
  ) {}

  /** @throws unknown_contact */
  execute(input: { contactId: number; name: string }): Promise<Folder> {
    return this.unitOfWork.run(() => this.folders.add(input));
  }
}
