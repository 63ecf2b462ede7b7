import { describe, expect, it } from '@jest/globals';
import { bodyOf, draftOf, keyOf } from './profile-draft.js';

describe('A profile that is edited', () => {
  it('is sent as it was when nothing was changed', () => {
    const profile = {
      ...{ id: 9, name: 'Rent', description: null, built_in: false, version: 2 },
      ...{ created_at: '', updated_at: '' },
      fields: [
        {
          ...{ key: 'tenant', label: 'Tenant', type: 'text' as const, required: true },
          ...{ description: null, aliases: ['Renter, main', 'Lessee'] },
        },
      ],
      line_item_columns: [
        { key: 'amount' as const, label: 'Sum', description: 'Net', aliases: [] },
        { key: 'quantity' as const, label: 'No.', description: null, aliases: ['Pcs'] },
      ],
    };
    const { name, description, fields, line_item_columns } = profile;
    expect(bodyOf(draftOf(profile))).toEqual({ name, description, fields, line_item_columns });
  });

  it.each([
    ['PO number', 'po_number'],
    ['  Größe (m²) ', 'gro_e_m2'],
    ['2nd name', 'nd_name'],
  ])('names the field “%s” %s', (label, key) => {
    expect(keyOf(label)).toBe(key);
  });
});
