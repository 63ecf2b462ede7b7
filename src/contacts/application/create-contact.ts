import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { FIRST_FOLDERS, type Contact, type ContactDetails } from '../domain/contact.js';
import { ContactRepository } from './contact.repository.js';
import { FolderRepository } from './folder.repository.js';

@Injectable()
export class CreateContact {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly contacts: ContactRepository,
    private readonly folders: FolderRepository,
  ) {}

  /** @throws unknown_contact for the parent, unknown_profile */
  execute(input: ContactDetails): Promise<Contact> {
    return this.unitOfWork.run(async () => {
      const contact = await this.contacts.add(input);
      for (const name of FIRST_FOLDERS) await this.folders.add({ contactId: contact.id, name });
      return contact;
    });
  }
}
