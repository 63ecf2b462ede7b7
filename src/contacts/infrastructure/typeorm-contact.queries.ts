import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ContactQueries, type ContactFilter } from '../application/contact.queries.js';
import type { Contact } from '../domain/contact.js';
import { ContactRow } from './contact.row.js';
import { toContact } from './to-contact.js';

@Injectable()
export class TypeOrmContactQueries extends ContactQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async get(id: number): Promise<Contact | undefined> {
    const row = await this.unitOfWork.manager.findOneBy(ContactRow, { id });
    return row ? toContact(row) : undefined;
  }

  async list(
    { q, name, email, type, parentId, defaultProfileId }: ContactFilter,
    limit: number,
    before: number | undefined,
  ): Promise<Contact[]> {
    const query = this.unitOfWork.manager
      .createQueryBuilder(ContactRow, 'contact')
      .orderBy('contact.id', 'DESC')
      .limit(limit);
    if (before !== undefined) query.andWhere('contact.id < :before', { before });
    if (type !== undefined) query.andWhere('contact.type = :type', { type });
    if (parentId !== undefined) query.andWhere('contact.parentId = :parentId', { parentId });
    if (defaultProfileId !== undefined) {
      query.andWhere('contact.defaultProfileId = :defaultProfileId', { defaultProfileId });
    }
    if (name !== undefined) query.andWhere('lower(contact.name) = lower(:name)', { name });
    if (email !== undefined) query.andWhere('lower(contact.email) = lower(:email)', { email });
    if (q !== undefined) {
      query.andWhere(
        `position(lower(:q) in lower(concat_ws(E'\\n', contact.name, contact.email, contact.phone, contact.notes))) > 0`,
        { q },
      );
    }
    return (await query.getMany()).map(toContact);
  }
}
