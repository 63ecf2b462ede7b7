import { Injectable } from '@nestjs/common';
import { violates } from '../../shared/database/postgres-errors.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ContactRepository, type NewContact } from '../application/contact.repository.js';
import type { Contact } from '../domain/contact.js';
import { unknownContact } from '../domain/contact-errors.js';
import { ContactRow } from './contact.row.js';
import { toContact } from './to-contact.js';

@Injectable()
export class TypeOrmContactRepository extends ContactRepository {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async add(contact: NewContact): Promise<Contact> {
    const { name, type, email, phone, notes, parentId, defaultProfileId } = contact;
    const rows = this.unitOfWork.transactional.getRepository(ContactRow);
    try {
      const row = rows.create({ name, type, email, phone, notes, parentId, defaultProfileId });
      return toContact(await rows.save(row));
    } catch (error) {
      if (parentId !== null && violates(error, 'fk_contacts_parent'))
        throw unknownContact(parentId, '/parent_id');
      throw error;
    }
  }
}
