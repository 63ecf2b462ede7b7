import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { FolderDirectory } from '../application/folder-directory.js';

type Found = Awaited<ReturnType<FolderDirectory['find']>>;

@Injectable()
export class TypeOrmFolderDirectory extends FolderDirectory {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  /** One statement: of a contact that is deleted meanwhile, both it and its folder are there, or neither. */
  async find(contactId: number, folderId: number): Promise<Found> {
    const [row]: { contact: Found['contact'] | null; folder: Found['folder'] | null }[] =
      await this.unitOfWork.manager.query(
        `SELECT (SELECT json_build_object('id', id, 'name', name, 'defaultProfileId', default_profile_id)
                   FROM contacts WHERE id = $1) AS contact,
                (SELECT json_build_object('id', id, 'name', name, 'contactId', contact_id)
                   FROM folders WHERE id = $2) AS folder`,
        [contactId, folderId],
      );
    return { contact: row?.contact ?? undefined, folder: row?.folder ?? undefined };
  }

  async idByName(contactId: number, name: string): Promise<number | undefined> {
    const [folder]: { id: number }[] = await this.unitOfWork.manager.query(
      `SELECT id FROM folders WHERE contact_id = $1 AND lower(name) = lower($2) ORDER BY id LIMIT 1`,
      [contactId, name],
    );
    return folder?.id;
  }
}
