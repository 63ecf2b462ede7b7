import { aField, anExtractionProfile, STANDARD_INVOICE } from '../../../test/support/a-profile.js';
import type { ProfileField } from '../../shared/kernel/extraction-profile.js';
import { arrangePlainText } from './arrange-plain-text.js';
import { DocumentReader } from './document-reader.js';
import { LANGUAGES } from './languages.js';

const reader = new DocumentReader(...LANGUAGES);
const documentOf = (text: string) => ({ pages: arrangePlainText(text), text, notes: [] });
const readWith = (text: string, ...fields: (Partial<ProfileField> & { key: string })[]) =>
  reader.read(documentOf(text), anExtractionProfile({ fields: fields.map(aField) }));
const fieldsOf = (text: string, ...fields: (Partial<ProfileField> & { key: string })[]) =>
  readWith(text, ...fields).extractedFields;

const LEASE = `
Rental agreement

Tenant:              Ann Lee
Start of tenancy:    1 December 2026
Monthly rent         EUR 1,250.50
Rooms: 3.5
Heating share        12 %

The tenant shall pay the rent by the third day of each month. The monthly rent does not cover heating.
Keys: front door, cellar,
      letter box
House rules:
- no drums after ten
- the stairs are cleaned in turns, by all
  tenants of the floor
- bicycles; prams: in the cellar

Signed in Berlin
`;

describe('the fields of a profile', () => {
  it('are found by their labels, and written as their types say', () => {
    expect(
      fieldsOf(
        LEASE,
        { key: 'tenant' },
        { key: 'begins', label: 'Start of tenancy', type: 'date' },
        { key: 'rent', label: 'Monthly Rent:', type: 'amount' },
        { key: 'rooms', type: 'number' },
        { key: 'heating', label: 'Heating share', type: 'number' },
        { key: 'keys', type: 'list' },
        { key: 'rules', label: 'House rules', type: 'list' },
        { key: 'pets' },
      ),
    ).toEqual({
      tenant: 'Ann Lee',
      begins: '2026-12-01',
      rent: '1250.50',
      rooms: '3.5',
      heating: '12',
      keys: 'front door; cellar; letter box',
      rules:
        'no drums after ten; the stairs are cleaned in turns, by all tenants of the floor; bicycles, prams: in the cellar',
      pets: null,
    });
  });

  it('are those of the profile, in its order, and no others', () => {
    const { extractedFields, lineItems } = readWith(
      LEASE,
      { key: 'rooms', type: 'number' },
      { key: 'tenant' },
    );
    expect(Object.entries(extractedFields)).toEqual([
      ['rooms', '3.5'],
      ['tenant', 'Ann Lee'],
    ]);
    expect(lineItems).toEqual([]);
  });

  it('are null rather than of another type', () => {
    const text = 'Start: soon\nRent: to be agreed\nRooms: three\nTenant: -\n';
    expect(
      fieldsOf(
        text,
        { key: 'start', type: 'date' },
        { key: 'rent', type: 'amount' },
        { key: 'rooms', type: 'number' },
        { key: 'tenant' },
      ),
    ).toEqual({ start: null, rent: null, rooms: null, tenant: null });
  });

  it('have other names, too: the first one that the document has counts', () => {
    const text = 'Mieter: Bob Ray\nVermieter: Hausbau GmbH\nBeginn: 3.11.2026\n';
    const tenant = { key: 'tenant', aliases: ['Renter', 'Mieter', 'Vermieter'] };
    expect(fieldsOf(text, tenant)).toEqual({ tenant: 'Bob Ray' });
    expect(fieldsOf(text, { ...tenant, aliases: ['Vermieter', 'Mieter'] })).toEqual({
      tenant: 'Hausbau GmbH',
    });
  });

  it('are not looked for in sentences, and a label with a colon is believed first', () => {
    expect(fieldsOf('The tenant Ann Lee\nTenant shall pay.\n', { key: 'tenant' })).toEqual({ tenant: null });
    expect(fieldsOf('Tenant Rights of 1987\nTenant: Ann Lee\n', { key: 'tenant' })).toEqual({
      tenant: 'Ann Lee',
    });
  });

  it('with a label in common get its values in their order', () => {
    const text = 'Name: Ann Lee      Name: Bob Ray\n';
    const named = (key: string) => ({ key, aliases: ['Name'] });
    expect(fieldsOf(text, named('landlord'), named('tenant'), named('witness'))).toEqual({
      ...{ landlord: 'Ann Lee', tenant: 'Bob Ray', witness: null },
    });
  });

  it('may be called like members of every object', () => {
    const keys = ['constructor', 'to_string', 'value_of', 'has_own_property'];
    expect(fieldsOf('Nothing.', ...keys.map((key) => ({ key })))).toEqual(
      Object.fromEntries(keys.map((key) => [key, null])),
    );
  });

  it('date the document and make its summary', () => {
    const read = readWith(
      LEASE,
      { key: 'tenant', label: 'Tenant' },
      { key: 'begins', label: 'Start of tenancy', type: 'date' },
    );
    expect(read).toMatchObject({
      docDate: '2026-12-01',
      summary: `${read.docType}, read as Rental contract: Tenant Ann Lee, Start of tenancy 2026-12-01.`,
    });
  });
});

const INVOICE = `
Invoice INV-1001                     Northwind Ltd
Date: 3 November 2026
Contract: C-77
Cost centre: 4400

Service              Hours    Rate      Cost
Consulting           2        100.00    200.00
Travel               1        50.00     50.00

Subtotal                                250.00
VAT 20%                                 50.00
Total                                   300.00
`;

describe('lists', () => {
  const listed = (text: string) => fieldsOf(text, { key: 'items', type: 'list' }, { key: 'tenant' })['items'];

  it.each([
    ['names behind the label', 'Items: a b, c', 'a b; c'],
    ['semicolons', 'Items: a, b; c', 'a, b; c'],
    [
      'a sentence',
      'Items: one of them, which is new and blue, is here',
      'one of them, which is new and blue, is here',
    ],
    ['lines', 'Items\nfirst one\nsecond one\n\nMore text', 'first one; second one'],
    ['bullets after a gap', 'Items\n\n- one\n\n- two\nNot one of them', 'one; two'],
    ['numbers', 'Items:\n1. one\n   goes on\n2) two\n(c) three\n', 'one goes on; two; three'],
    ['another field below', 'Items:\none\nTenant: Ann\n', 'one'],
    ['a table below', 'Items: one, two\n\nService   Cost\nHeating   80.00', 'one; two'],
    ['nothing', 'Items:\n', null],
  ])('with %s', (_, text, items) => {
    expect(listed(text)).toBe(items);
  });

  it('have bounds', () => {
    const items = listed(`Items:\n${'- x\n'.repeat(40)}`);
    expect(items?.split('; ')).toHaveLength(40);
    expect(listed(`Items: ${'x, '.repeat(1000)}`)?.split('; ')).toHaveLength(50);
    expect(listed(`Items:\n- ${'word '.repeat(300)}`)!.length).toBeLessThanOrEqual(500);
  });
});

it('texts are cut where they get too long', () => {
  expect(fieldsOf(`Tenant: ${'words '.repeat(190)}`, { key: 'tenant' })['tenant']).toHaveLength(500);
});

describe('fields that the rules know', () => {
  const keys = ['vendor', 'invoice_number', 'currency'].map((key) => ({ key }));

  it('are read as those of an invoice, beside fields of its own', () => {
    expect(
      fieldsOf(
        INVOICE,
        ...keys,
        { key: 'invoice_date', type: 'date' },
        { key: 'total_amount', type: 'amount' },
        { key: 'cost_centre' },
      ),
    ).toEqual({
      ...{ vendor: 'Northwind Ltd', invoice_number: 'INV-1001', currency: null },
      ...{ invoice_date: '2026-11-03', total_amount: '300.00', cost_centre: '4400' },
    });
  });

  it('are found by a wording of the profile first, when the rules do not have it', () => {
    const number = { key: 'invoice_number', label: 'Invoice number' };
    expect(fieldsOf(INVOICE, number)).toEqual({ invoice_number: 'INV-1001' });
    expect(fieldsOf(INVOICE, { ...number, label: 'Cost centre' })).toEqual({ invoice_number: '4400' });
    const dated =
      'Invoice date: 3 November 2026\nDelivery date: 5 November 2026\nDate of issue: 7 November 2026\n';
    const dateOf = (label: string) => fieldsOf(dated, { key: 'date', label, type: 'date' })['date'];
    expect([dateOf('Delivery date'), dateOf('Invoice date')]).toEqual(['2026-11-05', '2026-11-03']);
  });

  it('are found by their labels alone when the profile wants another type', () => {
    expect(fieldsOf(INVOICE, { key: 'total_amount', label: 'Total', type: 'number' })).toEqual({
      total_amount: '300',
    });
  });

  it('have line items with the columns of the profile, under its heads', () => {
    const columns = (
      ...heads: [key: 'description' | 'quantity' | 'unit_price' | 'amount', label: string][]
    ) => heads.map(([key, label]) => ({ key, label, description: null, aliases: [] }));
    const itemsOf = (text: string, lineItemColumns: ReturnType<typeof columns>) =>
      reader.read(documentOf(text), anExtractionProfile({ lineItemColumns })).lineItems;
    const service = (description: string, amount: string) => ({
      ...{ description, quantity: '', unit_price: '', amount },
    });
    expect(itemsOf(INVOICE, columns(['description', 'Service'], ['amount', 'Cost']))).toEqual([
      service('Consulting', '200.00'),
      service('Travel', '50.00'),
    ]);
    const odd = 'Gizmo        Frobs     Zloys\nBlue one     2         20.00\nRed one      1         5.00\n';
    expect(itemsOf(odd, columns(['description', 'Item'], ['amount', 'Amount']))).toEqual([]);
    expect(
      itemsOf(odd, columns(['description', 'Gizmo'], ['quantity', 'Frobs'], ['amount', 'Zloys'])),
    ).toMatchObject([
      { description: 'Blue one', quantity: '2', amount: '20.00' },
      { description: 'Red one', quantity: '1', amount: '5.00' },
    ]);
    expect(itemsOf(INVOICE, [])).toEqual([]);
  });
});

describe('the score of a profile', () => {
  const required = (key: string) => ({ key, required: true });

  it('is full when the required fields and half of the others are there', () => {
    const { confidenceScore, confidenceReasoning } = readWith(
      LEASE,
      required('tenant'),
      { key: 'rooms', type: 'number' },
      { key: 'pets' },
    );
    expect(confidenceScore).toBe(100);
    expect(confidenceReasoning).toBe('2 of 3 fields were found. Not found: pets. It was read as English.');
  });

  it('is never better than Low without a required one, and names it', () => {
    const found = ['tenant', 'rooms', 'keys', 'signed'].map(required);
    const text = 'Tenant: Ann\nRooms: 3\nKeys: two\nSigned: yes\n';
    expect(readWith(text, ...found).confidenceScore).toBe(100);
    const { confidenceScore, confidenceReasoning } = readWith(text, ...found, required('pets'));
    expect(confidenceScore).toBe(65);
    expect(confidenceReasoning).toContain('Required, but not found: pets.');
    expect(readWith(text, required('pets'), required('tenant')).confidenceScore).toBe(50);
    expect(readWith(text, required('pets')).confidenceScore).toBe(0);
  });

  it('is never better than Low when the sums do not come out', () => {
    const fields = [{ key: 'vendor' }, { key: 'total_amount', type: 'amount' as const }];
    expect(readWith(INVOICE, ...fields).confidenceScore).toBe(100);
    const wrong = readWith(INVOICE.replace('300.00', '310.00'), ...fields);
    expect(wrong.confidenceScore).toBe(65);
    expect(wrong.confidenceReasoning).toContain('Subtotal and tax: 300.00, but the total is 310.00.');
    expect(readWith(INVOICE.replace('300.00', '310.00'), { key: 'vendor' }).confidenceScore).toBe(100);
  });
});

it('Standard Invoice reads as before, whatever it is called', () => {
  const read = reader.read(documentOf(INVOICE), { ...STANDARD_INVOICE, name: 'Any' });
  expect(read.extractedFields).toMatchObject({ invoice_number: 'INV-1001', tax: '50.00' });
  expect(read.lineItems).toHaveLength(2);
});

it('a drafted profile has the labels with values, and reads the document that it was made from', () => {
  const draft = reader.read(documentOf(INVOICE), { ...STANDARD_INVOICE, reading: 'draft' });
  expect(draft.extractedFields['profile_name']).toBe('Invoice');
  const fields = JSON.parse(draft.extractedFields['proposed_fields'] ?? '') as ProfileField[];
  expect(fields.map(({ key, type }) => [key, type])).toEqual(
    expect.arrayContaining([
      ['invoice_date', 'date'],
      ['contract', 'text'],
      ['cost_centre', 'number'],
      ['total_amount', 'amount'],
    ]),
  );
  const lineItemColumns = JSON.parse(draft.extractedFields['proposed_line_item_columns'] ?? '') as [];
  const again = reader.read(documentOf(INVOICE), anExtractionProfile({ fields, lineItemColumns }));
  expect(Object.values(again.extractedFields)).not.toContain(null);
  expect(again.lineItems).toHaveLength(2);
});

it('a document without labels gives no draft', () => {
  const { extractedFields, confidenceScore } = reader.read(documentOf('Dear Ann,\nall is well.\n'), {
    ...STANDARD_INVOICE,
    reading: 'draft',
  });
  expect(extractedFields).toMatchObject({ proposed_fields: null, proposed_line_item_columns: '[]' });
  expect(confidenceScore).toBe(0);
});
