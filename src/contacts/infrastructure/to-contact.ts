import type { Contact } from '../domain/contact.js';
import type { ContactRow } from './contact.row.js';

export function toContact(row: ContactRow): Contact {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    email: row.email,
    phone: row.phone,
    notes: row.notes,
    parentId: row.parentId,
    defaultProfileId: row.defaultProfileId,
    builtIn: row.builtIn,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
