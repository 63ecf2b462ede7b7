import { describe, expect, it } from '@jest/globals';
import { DOCUMENT_STATUSES } from '../../../src/documents/domain/document-status.js';
import { isFiltered, listPath, parseListQuery, requestOf, STATUSES } from './list-query.js';

const parsed = (text: string) => parseListQuery(new URLSearchParams(text));

describe('The list and its address', () => {
  it('come back from each other', () => {
    const path =
      '/?q=m%C3%BCller+%26+co&status=Needs+Review&status=Ready&contact_id=7&folder_id=9&source=Hot+Folder' +
      '&from=2026-01-02&to=2026-01-31&external_ref=crm%3Aa%3Ab&sort=updated_at&pages=3';
    expect(listPath(parsed(path.slice(2)))).toBe(path);
    expect(listPath(parsed(''))).toBe('/');
  });

  it('leave out what is not valid', () => {
    const typed =
      'status=Lost&contact_id=0&folder_id=x&source=Fax&from=2026-13-01&to=soon&sort=name&pages=-1&x=1';
    expect(listPath(parsed(typed))).toBe('/');
    expect(parsed('contact_id=99999999999').contactId).toBeUndefined();
    expect(parsed('pages=100000').pages).toBe(20);
  });

  it('ask for whole days, both included', () => {
    const { created_after: after = '', created_before: before = '' } = requestOf(
      parsed('from=2026-01-31&to=2026-01-31'),
    );
    expect(new Date(after)).toEqual(new Date(2026, 0, 31));
    expect(new Date(before)).toEqual(new Date(2026, 1, 1));
  });

  it('ask for a record, or for whatever is of a system', () => {
    expect(requestOf(parsed('external_ref=crm:a:b'))).toEqual({ external_ref: ['crm:a:b'] });
    expect(requestOf(parsed('external_ref=crm'))).toEqual({ external_ref_system: 'crm' });
  });

  it('may name a folder alone', () => {
    expect(requestOf(parsed('folder_id=3'))).toEqual({ folder_id: 3 });
  });

  it('know when something is left out', () => {
    expect(isFiltered(parsed('sort=updated_at&pages=2'))).toBe(false);
    expect(isFiltered(parsed('source=UI'))).toBe(true);
  });

  it('offer every status', () => {
    expect([...STATUSES].sort()).toEqual([...DOCUMENT_STATUSES].sort());
  });
});
