import { describe, expect, it } from '@jest/globals';
import { aState, NOON } from '../../../test/support/a-document.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { Document, type DocumentEdit, type DocumentState, type Reading } from './document.js';
import { allowedTargets, DOCUMENT_STATUSES, type DocumentStatus } from './document-status.js';

const LATER = new Date('2026-11-23T13:00:00.000Z');

const restore = (values: Partial<DocumentState> = {}): Document =>
  Document.restore(aState(values), () => LATER);

const pairs = DOCUMENT_STATUSES.flatMap((from) => DOCUMENT_STATUSES.map((to) => [from, to] as const));

/** The table of statuses as it is documented: what a person may ask for. */
const BY_PEOPLE: Record<DocumentStatus, readonly DocumentStatus[]> = {
  New: ['Archived'],
  Processing: [],
  'Needs Review': ['Missing Info', 'Ready', 'Approved', 'Export', 'Exception', 'Archived'],
  'Missing Info': ['Needs Review', 'Archived'],
  Ready: ['Needs Review', 'Approved', 'Export', 'Archived'],
  Approved: ['Needs Review', 'Export', 'Archived'],
  Export: ['Needs Review', 'Archived'],
  Exception: ['Needs Review', 'Archived'],
  Archived: ['Needs Review'],
};
const REPROCESSED_FROM: readonly DocumentStatus[] = ['Needs Review', 'Missing Info', 'Ready', 'Exception'];
const EXPORTED_FROM: readonly DocumentStatus[] = ['Needs Review', 'Ready', 'Approved', 'Export'];

describe('a status that a person asks for', () => {
  it('is one that the status can go to', () => {
    for (const status of DOCUMENT_STATUSES) expect(allowedTargets(status)).toEqual(BY_PEOPLE[status]);
  });

  it.each(pairs.filter(([, to]) => to !== 'Export'))('from %s to %s', (from, to) => {
    const document = restore({ status: from, statusReason: 'as before', version: 4 });
    const move = (): void => document.moveTo(to as Exclude<DocumentStatus, 'Export'>, 'because');
    if (from === to) {
      move();
      expect(document.changes).toEqual([]);
      expect(document.snapshot()).toEqual(aState({ status: from, statusReason: 'as before', version: 4 }));
    } else if (BY_PEOPLE[from].includes(to)) {
      move();
      expect(document.snapshot()).toEqual(
        aState({ status: to, statusReason: 'because', version: 5, updatedAt: LATER }),
      );
      expect(document.changes).toEqual([
        { action: 'status', field: 'status', from, to },
        { action: 'status', field: 'status_reason', from: 'as before', to: 'because' },
      ]);
    } else {
      expect(move).toThrow(expect.objectContaining({ kind: 'conflict', code: 'status_not_allowed' }));
      expect(document.snapshot()).toEqual(aState({ status: from, statusReason: 'as before', version: 4 }));
    }
  });

  it.each(DOCUMENT_STATUSES)('is refused from %s with the allowed ones by name', (from) => {
    const refused = DOCUMENT_STATUSES.find(
      (to) => to !== from && to !== 'Export' && !BY_PEOPLE[from].includes(to),
    ) as Exclude<DocumentStatus, 'Export'>;
    let message = '';
    try {
      restore({ status: from }).moveTo(refused, null);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(`is in ${from} and cannot go to ${refused}`);
    for (const target of BY_PEOPLE[from]) expect(message).toContain(target);
    expect(message.includes('reprocessed')).toBe(REPROCESSED_FROM.includes(from));
    expect(message.includes('wait until processing has ended')).toBe(from === 'Processing');
  });

  it('needs no reason, and takes the one of before away', () => {
    const document = restore({ status: 'Exception', statusReason: 'It is encrypted.' });
    document.moveTo('Needs Review', null);
    expect(document.snapshot()).toMatchObject({ status: 'Needs Review', statusReason: null });
  });
});

describe('reprocessing', () => {
  it.each(DOCUMENT_STATUSES)('from %s', (from) => {
    const document = restore({ status: from, statusReason: 'before' });
    if (!REPROCESSED_FROM.includes(from)) {
      expect(() => document.reprocess(2)).toThrow(
        expect.objectContaining({ kind: 'conflict', code: 'status_not_allowed' }),
      );
      expect(document.changes).toEqual([]);
      return;
    }
    document.reprocess(2);
    expect(document.snapshot()).toEqual(
      aState({ status: 'New', statusReason: null, profileId: 2, version: 2, updatedAt: LATER }),
    );
    expect(document.changes).toContainEqual({ action: 'edited', field: 'profile_id', from: 1, to: 2 });
  });

  it('keeps the profile when none is named', () => {
    const document = restore({ status: 'Needs Review', profileId: 2 });
    document.reprocess(undefined);
    expect(document.snapshot().profileId).toBe(2);
  });
});

describe('the system', () => {
  const reading = {
    docType: 'Invoice',
    docDate: '2026-11-03',
    aiSummary: 'An invoice.',
    confidenceScore: 87,
    confidenceReasoning: 'All sums agree.',
    extractedFields: { vendor: 'Acme' },
    lineItems: [{ description: 'Paper', quantity: '2', unit_price: '5.00', amount: '10.00' }],
  };
  const verbs: [string, DocumentStatus, DocumentStatus, (document: Document) => void][] = [
    ['starts processing', 'New', 'Processing', (document) => document.startProcessing()],
    [
      'completes processing',
      'Processing',
      'Needs Review',
      (document) => document.completeProcessing(reading, new Set()),
    ],
    [
      'fails processing',
      'Processing',
      'Exception',
      (document) => document.failProcessing('It is encrypted.'),
    ],
    ['puts a lost document back', 'Processing', 'New', (document) => document.requeue()],
  ];

  it.each(
    verbs.flatMap(([name, from, to, verb]) =>
      DOCUMENT_STATUSES.map((status) => [name, status, status === from ? to : undefined, verb] as const),
    ),
  )('%s, %s', (_, status, to, verb) => {
    const document = restore({ status });
    if (to === undefined) {
      // A defect of the caller, who has the document's lock; never a person's doing.
      expect(() => verb(document)).toThrow(`is in ${status}`);
      expect(document.changes).toEqual([]);
    } else {
      verb(document);
      expect(document.status).toBe(to);
      expect(document.snapshot()).toMatchObject({ version: 2, updatedAt: LATER });
    }
  });

  it('keeps what was read, in one version', () => {
    const document = restore({ status: 'Processing', customFields: { ours: 1 }, notes: 'kept' });
    document.completeProcessing(reading, new Set());
    expect(document.snapshot()).toEqual(
      aState({
        ...reading,
        status: 'Needs Review',
        customFields: { ours: 1 },
        notes: 'kept',
        version: 2,
        updatedAt: LATER,
      }),
    );
    expect(document.changes.map(({ action, field }) => `${action} ${field}`)).toEqual([
      ...['extracted doc_type', 'extracted doc_date', 'extracted ai_summary', 'extracted confidence_score'],
      ...['extracted confidence_reasoning', 'extracted extracted_fields', 'extracted line_items'],
      'status status',
    ]);
  });

  it('ends in Needs Review when nothing was found', () => {
    const document = restore({
      status: 'Processing',
      docType: 'Invoice',
      extractedFields: { vendor: 'Acme' },
    });
    const nothing = { docType: null, docDate: null, aiSummary: null, extractedFields: {}, lineItems: [] };
    document.completeProcessing(
      {
        ...nothing,
        confidenceScore: 0,
        confidenceReasoning: 'No field was found.',
      },
      new Set(),
    );
    expect(document.snapshot()).toMatchObject({ ...nothing, status: 'Needs Review', confidenceScore: 0 });
  });

  it('leaves alone what people have set meanwhile', () => {
    const document = restore({
      status: 'Processing',
      docType: 'Contract',
      extractedFields: { vendor: 'Mine' },
    });
    document.completeProcessing(reading, new Set(['doc_type', 'extracted_fields', 'notes']));
    expect(document.snapshot()).toMatchObject({
      ...reading,
      ...{ docType: 'Contract', extractedFields: { vendor: 'Mine' }, status: 'Needs Review' },
    });
  });

  it('says why it failed', () => {
    const document = restore({ status: 'Processing' });
    document.failProcessing('It is encrypted.');
    expect(document.snapshot().statusReason).toBe('It is encrypted.');
  });
});

describe('an export', () => {
  it.each(DOCUMENT_STATUSES)('from %s', (from) => {
    const document = restore({ status: from, statusReason: 'before', revision: 3, version: 7 });
    if (!EXPORTED_FROM.includes(from)) {
      expect(() => document.export(false)).toThrow(
        expect.objectContaining({ kind: 'conflict', code: 'status_not_allowed' }),
      );
      expect(document.changes).toEqual([]);
      return;
    }
    document.export(false);
    const after = { status: 'Export', statusReason: null, revision: 4, version: 8 } as const;
    expect(document.snapshot()).toEqual(aState({ ...after, exportedAt: LATER, updatedAt: LATER }));
    expect(document.changes).toContainEqual({ action: 'exported', field: 'revision', from: 3, to: 4 });
  });

  it.each(DOCUMENT_STATUSES)('where approval is asked for, from %s', (from) => {
    const document = restore({ status: from });
    if (from === 'Approved' || from === 'Export') {
      document.export(true);
      expect(document.revision).toBe(1);
      return;
    }
    const code = EXPORTED_FROM.includes(from) ? 'approval_required' : 'status_not_allowed';
    expect(() => document.export(true)).toThrow(expect.objectContaining({ kind: 'conflict', code }));
    expect(document.changes).toEqual([]);
  });
});

describe('a new file', () => {
  const FILE = { originalFilename: 'second.txt', mimeType: 'text/plain', size: 7, sha256: 'ba'.repeat(32) };
  const READ: Reading = {
    ...{ docType: 'Invoice', docDate: '2026-11-03', aiSummary: 'An invoice.', confidenceScore: 87 },
    ...{ confidenceReasoning: 'All sums agree.', extractedFields: { vendor: 'Acme' } },
    lineItems: [{ description: 'Paper', quantity: '', unit_price: '', amount: '' }],
  };
  const BY_PEOPLE = {
    ...{ notes: 'call them', customFields: { a: [1] }, externalRefs: ExternalRefs.parse('{ "a":1.0 }') },
    ...{ contactId: 5, folderId: 6, profileId: 2, revision: 3 },
  };

  it.each(DOCUMENT_STATUSES)('in %s', (status) => {
    const before = { ...READ, ...BY_PEOPLE, status, statusReason: 'before', version: 7, fileVersion: 2 };
    const document = restore(before);
    if (['Approved', 'Export', 'Archived'].includes(status)) {
      expect(() => document.replaceFile(FILE, 3)).toThrow(
        expect.objectContaining({
          ...{ kind: 'conflict', code: 'document_locked' },
          message: expect.stringContaining('Move it to Needs Review first'),
        }),
      );
      expect(document.changes).toEqual([]);
      expect(document.hasNewFile).toBe(false);
      return;
    }
    document.replaceFile(FILE, undefined);
    const stays = status === 'New' || status === 'Processing';
    expect(document.snapshot()).toEqual(
      aState({
        ...{ ...BY_PEOPLE, ...FILE, filename: 'second.txt', fileVersion: 3, version: 8, updatedAt: LATER },
        ...(stays ? { status, statusReason: 'before' } : { status: 'New', statusReason: null }),
      }),
    );
    expect(document.hasNewFile).toBe(true);
    const changes = document.changes.map(({ action, field }) => `${action} ${field}`);
    expect(changes).toEqual([
      ...['new_version null', 'new_version original_filename', 'new_version mime_type', 'new_version size'],
      ...['new_version sha256', 'new_version filename', 'new_version doc_type', 'new_version doc_date'],
      ...['new_version ai_summary', 'new_version confidence_score', 'new_version confidence_reasoning'],
      ...['new_version extracted_fields', 'new_version line_items'],
      ...(stays ? [] : ['status status', 'status status_reason']),
    ]);
    expect(document.changes[0]).toMatchObject({ from: 2, to: 3 });
  });

  it('can be read for another profile', () => {
    const document = restore({ status: 'Exception' });
    document.replaceFile(FILE, 4);
    expect(document.snapshot()).toMatchObject({ profileId: 4, status: 'New' });
  });

  it('of the same content is a version, too', () => {
    const state = aState({ status: 'Ready' });
    const { originalFilename, mimeType, size, sha256 } = state;
    const document = Document.restore(state, () => LATER);
    document.replaceFile({ originalFilename, mimeType, size, sha256 }, undefined);
    expect(document.changes.map(({ action, field }) => `${action} ${field}`)).toEqual([
      'new_version null',
      'status status',
    ]);
  });
});

describe('an edit', () => {
  const edits: [keyof DocumentEdit, DocumentEdit, string, unknown, unknown][] = [
    ['filename', { filename: 'other.pdf' }, 'filename', 'invoice.pdf', 'other.pdf'],
    ['contactId', { contactId: 5 }, 'contact_id', 1, 5],
    ['folderId', { folderId: 6 }, 'folder_id', 1, 6],
    ['docType', { docType: 'Invoice' }, 'doc_type', null, 'Invoice'],
    ['docDate', { docDate: '2026-11-03' }, 'doc_date', null, '2026-11-03'],
    ['notes', { notes: 'call them' }, 'notes', null, 'call them'],
    ['extractedFields', { extractedFields: { vendor: 'Acme' } }, 'extracted_fields', {}, { vendor: 'Acme' }],
    ['customFields', { customFields: { a: [1] } }, 'custom_fields', {}, { a: [1] }],
    [
      'lineItems',
      { lineItems: [{ description: 'Paper', quantity: '', unit_price: '', amount: '' }] },
      'line_items',
      [],
      [{ description: 'Paper', quantity: '', unit_price: '', amount: '' }],
    ],
    ['externalRefs', { externalRefs: ExternalRefs.parse('{"a":1.0}') }, 'external_refs', '{}', '{"a":1.0}'],
  ];
  const asText = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'text' in value ? value.text : value;

  it.each(edits)('of %s is kept and told', (member, edit, field, from, to) => {
    const document = restore();
    document.edit(edit);
    expect(document.snapshot()).toEqual(aState({ ...edit, version: 2, updatedAt: LATER }));
    const [change, ...more] = document.changes;
    expect(more).toEqual([]);
    expect(change).toMatchObject({ action: 'edited', field });
    expect([asText(change?.from), asText(change?.to)]).toEqual([from, to]);
    expect(document.snapshot()[member]).toEqual(edit[member]);
  });

  it.each(edits)('of %s to what it is changes nothing, locked or not', (_, edit) => {
    for (const status of DOCUMENT_STATUSES) {
      const state = aState({ status, ...structuredClone({ ...edit, externalRefs: undefined }) });
      state.externalRefs = edit.externalRefs ?? ExternalRefs.EMPTY;
      const document = Document.restore(state, () => LATER);
      document.edit(edit.externalRefs ? { externalRefs: ExternalRefs.parse('{"a":1.0}') } : edit);
      expect(document.changes).toEqual([]);
      expect(document.snapshot()).toMatchObject({ version: 1, updatedAt: NOON });
    }
  });

  it.each(edits.flatMap((edit) => DOCUMENT_STATUSES.map((status) => [edit[0], status, edit] as const)))(
    'of %s in %s',
    (member, status, [, edit]) => {
      const document = restore({ status });
      const locked = ['Approved', 'Export', 'Archived'].includes(status);
      if (locked && member !== 'externalRefs' && member !== 'notes') {
        expect(() => document.edit(edit)).toThrow(
          expect.objectContaining({ kind: 'conflict', code: 'document_locked' }),
        );
        expect(document.changes).toEqual([]);
      } else {
        document.edit(edit);
        expect(document.changes).toHaveLength(1);
      }
    },
  );

  it('of several members is one version, all of it or nothing', () => {
    const document = restore({ version: 4 });
    document.edit({ notes: 'a', docType: 'Invoice', filename: 'b.pdf' });
    expect(document.changes).toHaveLength(3);
    expect(document.snapshot().version).toBe(5);

    const locked = restore({ status: 'Approved' });
    expect(() => locked.edit({ notes: 'a', docType: 'Invoice', folderId: 2 })).toThrow(
      expect.objectContaining({
        code: 'document_locked',
        detail: {
          errors: [
            { pointer: '/doc_type', message: 'is locked in Approved' },
            { pointer: '/folder_id', message: 'is locked in Approved' },
          ],
        },
      }),
    );
    expect(locked.snapshot()).toEqual(aState({ status: 'Approved' }));
  });

  it('replaces refs that differ in nothing but white space', () => {
    const document = restore({ externalRefs: ExternalRefs.parse('{"a":1}') });
    document.edit({ externalRefs: ExternalRefs.parse('{"a": 1}') });
    expect(document.externalRefs.text).toBe('{"a": 1}');
    expect(document.snapshot().version).toBe(2);
  });

  it('leaves what it does not name, and clears with null', () => {
    const document = restore({ notes: 'a', docType: 'Invoice', docDate: '2026-11-03' });
    document.edit({ notes: null, docType: undefined });
    expect(document.snapshot()).toMatchObject({ notes: null, docType: 'Invoice', docDate: '2026-11-03' });
  });

  it('may not make the fields larger than 1 MiB together', () => {
    const document = restore({ extractedFields: { vendor: 'x'.repeat(1024 * 1024 - 100) } });
    document.edit({ customFields: { a: 'x' } });
    expect(() => document.edit({ customFields: { a: 'x'.repeat(100) } })).toThrow(
      expect.objectContaining({ kind: 'too-large', code: 'fields_too_large' }),
    );
    document.edit({ notes: 'still possible' });
  });
});

describe('a version that the caller has seen', () => {
  it('is the one that was loaded, also after a change', () => {
    const document = restore({ version: 4 });
    document.expect(undefined);
    document.expect([4]);
    document.expect([3, 4]);
    document.edit({ notes: 'a' });
    document.expect([4]);
    for (const other of [[], [3], [5], [-1]]) {
      expect(() => document.expect(other)).toThrow(
        expect.objectContaining({ kind: 'precondition', code: 'version_mismatch' }),
      );
    }
  });
});

it('begins as New, at version 1, under the name of its file', () => {
  const { filename, ...given } = aState();
  expect(Document.receive({ ...given, originalFilename: 'scan.pdf' }, LATER)).toMatchObject({
    filename: 'scan.pdf',
    originalFilename: 'scan.pdf',
    status: 'New',
    revision: 0,
    exportedAt: null,
    version: 1,
    createdAt: LATER,
    updatedAt: LATER,
  });
  expect(filename).toBe('invoice.pdf');
});
