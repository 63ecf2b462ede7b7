import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { changeContact } from '../domain/change-contact.js';
import type { Contact, ContactDetails } from '../domain/contact.js';
import { refuseCycle } from '../domain/refuse-cycle.js';
import { ContactRepository } from './contact.repository.js';

@Injectable()
export class UpdateContact {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly contacts: ContactRepository,
  ) {}

  /** @throws contact_not_found, built_in, unknown_profile, unknown_contact for the parent, parent_cycle */
  execute(id: number, changes: Partial<ContactDetails>): Promise<Contact> {
    return this.unitOfWork.run(async () => {
      const contact = await this.contacts.forChange(id);
      const changed = changeContact(contact, changes);
      if (changed === contact) return contact;
      const { parentId } = changed;
      if (parentId !== null && parentId !== contact.parentId) {
        refuseCycle(id, parentId, await this.contacts.lockLine(parentId));
      }
      return this.contacts.save(changed);
    });
  }
}
