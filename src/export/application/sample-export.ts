import type { DocumentLinks } from '../../shared/kernel/document-links.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { exportPayload, type ExportableDocument } from '../domain/export-payload.js';

const EVENT_ID = '019b3c5e-6f00-7000-8000-000000000847';
const EXPORTED_AT = new Date('2026-01-15T09:30:00.000Z');

const DOCUMENT: ExportableDocument = {
  id: 847,
  revision: 1,
  filename: 'acme-invoice-nov-2026.pdf',
  originalFilename: 'acme-invoice-nov-2026.pdf',
  mimeType: 'application/pdf',
  size: 48_213,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  status: 'Export',
  source: 'API',
  docType: 'Invoice',
  docDate: '2026-11-03',
  contactId: 5,
  contactName: 'Acme Corporation',
  folderId: 9,
  folderName: 'Documents',
  notes: 'Approved by phone',
  aiSummary: 'Invoice 2026-1107 of Acme Corporation over 1,249.50 USD, due on 2026-12-03.',
  confidenceScore: 97,
  confidenceLabel: 'High',
  confidenceReasoning: 'Every required field was found; the items add up to the total.',
  extractedFields: {
    vendor: 'Acme Corporation',
    invoice_number: '2026-1107',
    total_amount: '1249.50',
    currency: 'USD',
  },
  customFields: { cost_center: '4711' },
  lineItems: [{ description: 'Copy paper A4', quantity: '10', unit_price: '124.95', amount: '1249.50' }],
  externalRefs: ExternalRefs.fromStored(
    '{"salesforce":{"record_id":"006Qy00000BnXt2IAF","record_type":"Opportunity"}}',
  ),
  exportedAt: EXPORTED_AT,
};

/** An example of `document.exported`: made up, by the code that makes real ones. */
export function sampleExport(links: DocumentLinks) {
  return {
    eventId: EVENT_ID,
    event: 'document.exported',
    documentId: DOCUMENT.id,
    revision: DOCUMENT.revision,
    createdAt: EXPORTED_AT,
    position: null,
    body: exportPayload(DOCUMENT, EVENT_ID, links),
  };
}
