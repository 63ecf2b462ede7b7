import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { Client } from '../support/client.js';
import { freePort, Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const REFS =
  '{ "salesforce":{"record_id":"001Qy00000BnXt2IAF", "amount":1.0,"n":12345678901234567890},\t"b":1E2, "b":"\\u00e4/ä" }';

interface Extracted {
  id: number;
  status: string;
  extracted_fields: Record<string, unknown>;
  line_items: unknown[];
}

describe('From a mail to the CRM', () => {
  let database: TestDatabase;
  let service: Service;
  let receiver: WebhookReceiver;
  let port: number;

  beforeAll(async () => {
    database = await TestDatabase.create();
    receiver = await WebhookReceiver.start();
    port = await freePort();
    service = await Service.start({
      ...{ DATABASE_URL: database.url, SMTP_PORT: String(port), MAIL_ADDRESSES: 'inbox@records.example' },
    });
  });
  afterAll(async () => {
    await service?.stop();
    await receiver?.stop();
    await database?.drop();
  });

  it('a mail comes in, is read, gets its refs by hand, is exported, and arrives with them to the byte', async () => {
    const client = new Client(service);
    await client.endpoint(receiver.url);
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
    const invoice = await readFile(new URL('../../examples/invoice-us.pdf', import.meta.url));
    const { response } = await transport.sendMail({
      ...{
        from: 'Billing <billing@cascade.example>',
        to: 'inbox@records.example',
        subject: 'Invoice CT-20817',
      },
      attachments: [{ filename: 'CT-20817.pdf', content: invoice }],
    });
    transport.close();
    expect(response).toMatch(/^250 .*1 documents/);

    const { items } = await client.get<{ items: { document_id: number; result: string }[] }>('/api/intake');
    expect(items).toMatchObject([{ result: 'accepted', document_id: expect.any(Number) }]);
    const id = items[0]!.document_id;
    await client.status(id, 'Needs Review');
    const document = await client.get<Extracted>(`/api/documents/${id}`);
    const fields = {
      vendor: 'Cascade Timberline Supply Co.',
      invoice_number: 'CT-20817',
      total_amount: '11411.55',
    };
    expect(document).toMatchObject({
      ...{ filename: 'CT-20817.pdf', source: 'Email', external_refs: {}, extracted_fields: fields },
      notes: expect.stringContaining('billing@cascade.example'),
    });

    const set = await service.json('PUT', `/api/documents/${id}/external_refs`, REFS);
    expect([set.status, set.text]).toEqual([200, REFS]);
    const approved = await service.json('PUT', `/api/documents/${id}/status`, { status: 'Approved' });
    expect(approved).toMatchObject({ status: 200, body: { status: 'Approved' } });
    const exported = await client.export(id);
    await client.deliveryOf(exported, 'delivered');

    const [arrival] = await receiver.received(1);
    const text = arrival!.body.toString();
    expect(text).toContain(`"external_refs":${REFS},"`);
    expect(JSON.parse(text)).toMatchObject({
      ...{ event: 'document.exported', event_id: exported.event_id, id, source: 'Email' },
      ...{ extracted_fields: document.extracted_fields, line_items: document.line_items },
    });
    expect(document.line_items).toHaveLength(5);
    await until('nothing else is sent', async () => (await client.deliveries()).length === 1);
    expect(receiver.arrivals).toHaveLength(1);
  });
});
