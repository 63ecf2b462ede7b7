import { describe, expect, it } from '@jest/globals';
import { DocumentLinks } from '../../shared/kernel/document-links.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { exportPayload, type ExportableDocument } from './export-payload.js';

const links = new DocumentLinks('https://docs.example.com/re');
const eventId = '0199f4c2-6d1e-7c55-b7b0-2f7a3c1f9a10';
const refs =
  '{ "salesforce" : {"record_id":"001Qy00000BnXt2IAF","n":1.0,"big":12345678901234567890}, "a":1,"a":2 }';

const document: ExportableDocument = {
  id: 847,
  revision: 3,
  filename: 'acme-invoice.pdf',
  originalFilename: 'scan 0001.pdf',
  mimeType: 'application/pdf',
  size: 48213,
  sha256: 'ab'.repeat(32),
  status: 'Export',
  source: 'API',
  docType: 'Invoice',
  docDate: '2026-11-03',
  contactId: 5,
  contactName: 'Acme Corporation',
  folderId: 12,
  folderName: 'Q4 "Invoices"',
  notes: null,
  aiSummary: 'An invoice.',
  confidenceScore: 87,
  confidenceLabel: 'Good',
  confidenceReasoning: 'All sums agree.',
  extractedFields: { vendor: 'Müller & Söhne', total_amount: '1190.00', po_number: null },
  customFields: { approved_by: ['Ann', 7] },
  lineItems: [{ description: 'Paper', quantity: '2', unit_price: '500.00', amount: '1000.00' }],
  externalRefs: ExternalRefs.parse(refs),
  exportedAt: new Date('2026-11-23T10:15:42.123Z'),
};

describe('exportPayload', () => {
  it('is the documented body, with the refs as they came in', () => {
    expect(exportPayload(document, eventId, links)).toBe(
      `{"schema_version":"2.0","event":"document.exported","event_id":"${eventId}",` +
        '"timestamp":"2026-11-23T10:15:42.123Z","id":847,"revision":3,"filename":"acme-invoice.pdf",' +
        '"original_filename":"scan 0001.pdf","mime_type":"application/pdf","size":48213,' +
        `"sha256":"${'ab'.repeat(32)}","status":"Export","source":"API","doc_type":"Invoice","doc_date":"2026-11-03",` +
        '"contact_id":5,"contact_name":"Acme Corporation","folder_id":12,"folder_name":"Q4 \\"Invoices\\"","notes":null,' +
        '"ai_summary":"An invoice.","confidence_score":87,"confidence_label":"Good","confidence_reasoning":"All sums agree.",' +
        '"extracted_fields":{"vendor":"Müller & Söhne","total_amount":"1190.00","po_number":null},' +
        '"custom_fields":{"approved_by":["Ann",7]},' +
        '"line_items":[{"description":"Paper","quantity":"2","unit_price":"500.00","amount":"1000.00"}],' +
        `"external_refs":${refs},"doc_url":"https://docs.example.com/re/documents/847",` +
        '"file_url":"https://docs.example.com/re/api/documents/847/file","exported_at":"2026-11-23T10:15:42.123Z"}',
    );
  });

  it('has every key before anything was read, too', () => {
    const empty = exportPayload(
      {
        ...document,
        docType: null,
        docDate: null,
        aiSummary: null,
        confidenceScore: null,
        confidenceLabel: null,
        confidenceReasoning: null,
        extractedFields: {},
        customFields: {},
        lineItems: [],
        externalRefs: ExternalRefs.EMPTY,
      },
      eventId,
      links,
    );
    const keys = (text: string): string[] => Object.keys(JSON.parse(text) as object);
    expect(keys(empty)).toEqual(keys(exportPayload(document, eventId, links)));
    expect(empty).toContain('"external_refs":{},');
  });
});
