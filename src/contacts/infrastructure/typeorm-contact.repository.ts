import { Injectable } from '@nestjs/common';
import { violates } from '../../shared/database/postgres-errors.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { unknownProfile } from '../../shared/kernel/unknown-profile.js';
import { ContactRepository } from '../application/contact.repository.js';
import type { Contact, ContactDetails } from '../domain/contact.js';
import {
  contactHasChildren,
  contactHoldsDocuments,
  contactNotFound,
  unknownContact,
} from '../domain/contact-errors.js';
import { ContactRow } from './contact.row.js';
import { toContact } from './to-contact.js';

@Injectable()
export class TypeOrmContactRepository extends ContactRepository {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async add(contact: ContactDetails): Promise<Contact> {
    const rows = this.unitOfWork.transactional.getRepository(ContactRow);
    const row = rows.create(detailsOf(contact));
    return toContact(await rows.save(row).catch((error: unknown) => refuseReference(error, contact)));
  }

  async forChange(id: number): Promise<Contact> {
    const row = await this.unitOfWork.transactional.findOne(ContactRow, {
      where: { id },
      lock: { mode: 'for_no_key_update' },
    });
    if (!row) throw contactNotFound(id);
    return toContact(row);
  }

  async lockLine(id: number): Promise<number[]> {
    const manager = this.unitOfWork.transactional;
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('recordengine:contact-hierarchy'))`);
    // A statement of its own: what it sees begins after the lock was granted. UNION ends even in a cycle.
    const line: { id: number }[] = await manager.query(
      `WITH RECURSIVE line AS (
         SELECT id, parent_id FROM contacts WHERE id = $1
         UNION
         SELECT above.id, above.parent_id FROM line JOIN contacts AS above ON above.id = line.parent_id)
       SELECT id FROM line`,
      [id],
    );
    return line.map((contact) => contact.id);
  }

  async save(contact: Contact): Promise<Contact> {
    const manager = this.unitOfWork.transactional;
    await manager
      .update(ContactRow, contact.id, { ...detailsOf(contact), updatedAt: () => 'clock_timestamp()' })
      .catch((error: unknown) => refuseReference(error, contact));
    return toContact(await manager.findOneByOrFail(ContactRow, { id: contact.id }));
  }

  async remove(id: number): Promise<void> {
    const manager = this.unitOfWork.transactional;
    const children = await manager.countBy(ContactRow, { parentId: id });
    if (children > 0) throw contactHasChildren(id, children);
    const [held]: { count: number }[] = await manager.query(
      `SELECT count(*) FROM documents WHERE contact_id = $1`,
      [id],
    );
    if (held && held.count > 0) throw contactHoldsDocuments(id, held.count);
    try {
      await manager.delete(ContactRow, id); // and its folders: ON DELETE CASCADE
    } catch (error) {
      if (violates(error, 'fk_contacts_parent')) throw contactHasChildren(id);
      if (violates(error, 'fk_documents_contact') || violates(error, 'fk_documents_folder')) {
        throw contactHoldsDocuments(id);
      }
      throw error;
    }
  }
}

function detailsOf(contact: ContactDetails): ContactDetails {
  const { name, type, email, phone, notes, parentId, defaultProfileId } = contact;
  return { name, type, email, phone, notes, parentId, defaultProfileId };
}

function refuseReference(error: unknown, { parentId, defaultProfileId }: ContactDetails): never {
  if (parentId !== null && violates(error, 'fk_contacts_parent')) {
    throw unknownContact(parentId, '/parent_id');
  }
  if (defaultProfileId !== null && violates(error, 'fk_contacts_default_profile')) {
    throw unknownProfile(defaultProfileId, '/default_profile_id');
  }
  throw error;
}
