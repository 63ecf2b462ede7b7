import type { DocumentState, NewDocument } from '../../src/documents/domain/document.js';
import { ExternalRefs } from '../../src/shared/kernel/external-refs.js';

export const NOON = new Date('2026-11-23T12:00:00.000Z');

/** A document that was just received, with `values` over it. Contact and folder 1 are the built-in ones. */
export function aNewDocument(values: Partial<NewDocument> = {}): NewDocument {
  return {
    filename: 'invoice.pdf',
    originalFilename: 'invoice.pdf',
    mimeType: 'application/pdf',
    size: 48_213,
    sha256: 'ab'.repeat(32),
    status: 'New',
    statusReason: null,
    source: 'API',
    contactId: 1,
    folderId: 1,
    profileId: 1,
    docType: null,
    docDate: null,
    notes: null,
    aiSummary: null,
    confidenceScore: null,
    confidenceReasoning: null,
    extractedFields: {},
    customFields: {},
    lineItems: [],
    externalRefs: ExternalRefs.EMPTY,
    revision: 0,
    exportedAt: null,
    version: 1,
    fileVersion: 1,
    createdAt: NOON,
    updatedAt: NOON,
    ...values,
  };
}

/** A document with a value in every member, none of them a default one. */
export function aFullDocument(values: Partial<NewDocument> = {}): NewDocument {
  return aNewDocument({
    filename: 'März „2026“.pdf',
    originalFilename: 'scan 0001.pdf',
    mimeType: 'application/pdf',
    size: 2 ** 33,
    status: 'Exception',
    statusReason: 'It is encrypted.',
    source: 'Hot Folder',
    profileId: 2,
    docType: 'Invoice',
    docDate: '2024-02-29',
    notes: 'two\nlines\tand 😀',
    aiSummary: 'An invoice.',
    confidenceScore: 87,
    confidenceReasoning: 'All sums agree.',
    extractedFields: {
      vendor: 'Müller & Söhne',
      total_amount: '1190.00',
      po_number: null,
      'a "b"\\': '\u2028',
    },
    customFields: { z: 1, a: [true, null, { 'deep ': 1.5 }], constructor: 'kept', 10: 'ten', 9: 'nine' },
    lineItems: [{ description: 'Paper', quantity: '2', unit_price: '500.00', amount: '1000.00' }],
    externalRefs: ExternalRefs.parse('{ "b":1.0,"a":[12345678901234567890],"a":"\\u0000\\ud800","é":"😀" }'),
    revision: 3,
    exportedAt: new Date('2026-11-22T08:00:00.001Z'),
    version: 9,
    fileVersion: 2,
    createdAt: new Date('2026-11-01T00:00:00.999Z'),
    updatedAt: new Date('2026-11-22T23:59:59.123Z'),
    ...values,
  });
}

export function aState(values: Partial<DocumentState> = {}): DocumentState {
  return { id: 847, ...aNewDocument(), ...values };
}
