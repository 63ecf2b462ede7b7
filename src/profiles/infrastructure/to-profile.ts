import type { Profile } from '../domain/profile.js';
import type { ProfileRow } from './profile.row.js';

export function toProfile(row: ProfileRow): Profile {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    reading: row.reading,
    builtIn: row.builtIn,
    fields: row.fields,
    lineItemColumns: row.lineItemColumns,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
