import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { builtInContact } from '../domain/contact-errors.js';
import { ContactRepository } from './contact.repository.js';

@Injectable()
export class DeleteContact {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly contacts: ContactRepository,
  ) {}

  /** @throws contact_not_found, built_in, contact_has_children, contact_holds_documents */
  execute(id: number): Promise<void> {
    return this.unitOfWork.run(async () => {
      const contact = await this.contacts.forChange(id);
      if (contact.builtIn) throw builtInContact(contact);
      await this.contacts.remove(id);
    });
  }
}
