import type { MigrationInterface, QueryRunner } from 'typeorm';

type Type = 'text' | 'date' | 'amount' | 'number' | 'list';

const field = (key: string, label: string, type: Type, description: string, ...aliases: string[]) => ({
  ...{ key, label, type, description, required: false, aliases },
});
const required = (...given: Parameters<typeof field>) => ({ ...field(...given), required: true });
const column = (key: string, label: string, description: string) => ({
  ...{ key, label, description, aliases: [] },
});

const COLUMNS = [
  column('description', 'Description', 'What was sold.'),
  column('quantity', 'Quantity', 'How many.'),
  column('unit_price', 'Unit price', 'What one costs.'),
  column('amount', 'Amount', 'What the line costs.'),
];

const INVOICE = [
  field('vendor', 'Vendor', 'text', 'Who sends the invoice.'),
  field('invoice_number', 'Invoice Number', 'text', 'As printed.'),
  field('invoice_date', 'Invoice Date', 'date', 'The day of the invoice.'),
  field('due_date', 'Due Date', 'date', 'The day by which to pay, if it is printed.'),
  field('po_number', 'PO Number', 'text', "The number of the customer's order."),
  field('currency', 'Currency', 'text', 'ISO 4217, such as EUR.'),
  field('subtotal', 'Subtotal', 'amount', 'Before tax.'),
  field('tax', 'Tax', 'amount', 'All taxes together.'),
  field('total_amount', 'Total Amount', 'amount', 'With tax.'),
  field('payment_terms', 'Payment Terms', 'text', 'As printed.'),
];

/** Their places are their ids: 1 to 7. */
const BUILT_IN = [
  {
    name: 'Default',
    description:
      'Title, date, parties and key amounts of any document. Invoices, credit notes and receipts get the fields of ' +
      'Standard Invoice instead.',
    reading: 'automatic',
    fields: [
      field('title', 'Title', 'text', 'What the document is called.'),
      field('date', 'Date', 'date', 'The day of the document.'),
      field('parties', 'Parties', 'list', 'Who it is between or from.'),
      field('key_amounts', 'Key Amounts', 'list', 'The amounts with a currency.'),
    ],
    columns: COLUMNS,
  },
  {
    name: 'Standard Invoice',
    description: 'An invoice, with its line items.',
    reading: 'invoice',
    fields: INVOICE,
    columns: COLUMNS,
  },
  {
    name: 'Universal Invoices & Receipts',
    description: 'A wide range of fields of invoices and receipts, of which any may be missing.',
    reading: 'fields',
    fields: [
      ...INVOICE,
      field('customer', 'Customer', 'text', 'Who the invoice is for.'),
      field('shipping', 'Shipping', 'amount', 'What sending it costs.'),
      field('discount', 'Discount', 'amount', 'What is taken off.'),
      field('tax_number', 'Tax Number', 'text', 'Of the vendor.', 'Tax ID', 'VAT ID', 'VAT number', 'VAT no'),
      field(
        'payment_method',
        'Payment Method',
        'text',
        'Card, cash, transfer.',
        'Paid by',
        'Method of payment',
      ),
      field('account_number', 'IBAN', 'text', 'Where to pay to.', 'Account number', 'Bank account'),
    ],
    columns: COLUMNS,
  },
  {
    name: 'Meeting Notes',
    description: 'Minutes: who met, what was decided, who does what.',
    reading: 'fields',
    fields: [
      required('meeting_date', 'Meeting Date', 'date', 'The day of the meeting.', 'Date of meeting', 'Date'),
      required('attendees', 'Attendees', 'list', 'Who was there.', 'Participants', 'Present'),
      field('agenda', 'Agenda', 'list', 'What was to be talked about.', 'Agenda items', 'Topics'),
      field('decisions_made', 'Decisions Made', 'list', 'What was decided.', 'Decisions', 'Resolutions'),
      field('action_items', 'Action Items', 'list', 'Who does what.', 'Actions', 'To do', 'Next steps'),
      field('follow_up_date', 'Follow-Up Date', 'date', 'The next meeting.', 'Next meeting', 'Follow-up'),
    ],
    columns: [],
  },
  {
    name: 'Chinese Fapiao',
    description: 'A Chinese tax invoice.',
    reading: 'fields',
    fields: [
      field('buyer_name', 'Buyer Name', 'text', 'Who buys.', '购买方名称', '购方名称', '名称'),
      field('buyer_tax_number', 'Buyer Tax Number', 'text', 'Of who buys.', ...taxNumber('购买方')),
      required('seller_name', 'Seller Name', 'text', 'Who sells.', '销售方名称', '销方名称', '名称'),
      field('seller_tax_number', 'Seller Tax Number', 'text', 'Of who sells.', ...taxNumber('销售方')),
      required('fapiao_number', 'Fapiao Number', 'text', 'As printed.', '发票号码'),
      field('fapiao_code', 'Fapiao Code', 'text', 'As printed; the newest fapiao have none.', '发票代码'),
      required('issue_date', 'Issue Date', 'date', 'The day it was issued.', '开票日期'),
      field(
        'amount_before_tax',
        'Amount Before Tax',
        'amount',
        'Without tax.',
        '不含税金额',
        '合计金额',
        '金额',
      ),
      field('tax_rate', 'Tax Rate', 'number', 'In percent.', '税率', '税率/征收率'),
      field('tax_amount', 'Tax Amount', 'amount', 'The tax.', '税额', '合计税额'),
      required('total_amount', 'Total Amount', 'amount', 'With tax.', '价税合计(小写)', '价税合计', '(小写)'),
    ],
    columns: [],
  },
  {
    name: 'Chinese Business License',
    description: 'The licence of a Chinese company.',
    reading: 'fields',
    fields: [
      required(
        'company_name_zh',
        'Company Name (Chinese)',
        'text',
        'In Chinese.',
        '名称',
        '企业名称',
        '名 称',
      ),
      field('company_name_en', 'Company Name (English)', 'text', 'In English.', 'Company Name', 'Name'),
      required(
        'unified_social_credit_code',
        'Unified Social Credit Code',
        'text',
        '18 characters.',
        ...code(),
      ),
      required('legal_representative', 'Legal Representative', 'text', 'A person.', '法定代表人', '负责人'),
      field('registered_capital', 'Registered Capital', 'text', 'With its currency.', '注册资本'),
      field('business_scope', 'Business Scope', 'text', 'What it may do.', '经营范围'),
      field('registration_date', 'Registration Date', 'date', 'When it was founded.', '成立日期', '注册日期'),
      field(
        'registered_address',
        'Registered Address',
        'text',
        'Where it is.',
        '住所',
        '注册地址',
        '营业场所',
      ),
    ],
    columns: [],
  },
  {
    name: 'Extraction Profile Drafter',
    description:
      'Proposes a profile from a sample: send what it finds, corrected, to POST /api/profiles as name, fields and ' +
      'line_item_columns.',
    reading: 'draft',
    fields: [
      field('profile_name', 'Profile Name', 'text', 'A name for the profile.'),
      field('proposed_fields', 'Proposed Fields', 'text', 'The JSON of the fields.'),
      field('proposed_line_item_columns', 'Proposed Line Item Columns', 'text', 'The JSON of the columns.'),
    ],
    columns: [],
  },
];

function taxNumber(of: string): string[] {
  return [`${of}纳税人识别号`, `${of}税号`, '统一社会信用代码/纳税人识别号', '纳税人识别号'];
}

function code(): string[] {
  return ['统一社会信用代码', 'Credit code', 'USCC'];
}

/** What documents are read for. Until now it was two profiles in the code, with the ids that they keep. */
export class ExtractionProfiles1764500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // json, not jsonb: the order of the members is part of what people have written.
    await queryRunner.query(`
      CREATE TABLE extraction_profiles (
        id                integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_extraction_profiles PRIMARY KEY,
        name              text NOT NULL,
        description       text,
        reading           text NOT NULL DEFAULT 'fields' CONSTRAINT ck_extraction_profiles_reading
          CHECK (reading IN ('automatic', 'invoice', 'fields', 'draft')),
        built_in          boolean NOT NULL DEFAULT false,
        fields            json NOT NULL,
        line_item_columns json NOT NULL,
        version           integer NOT NULL DEFAULT 1,
        created_at        timestamptz(3) NOT NULL DEFAULT now(),
        updated_at        timestamptz(3) NOT NULL DEFAULT now()
      )`);
    for (const [index, { name, description, reading, fields, columns }] of BUILT_IN.entries()) {
      await queryRunner.query(
        `INSERT INTO extraction_profiles (id, name, description, reading, built_in, fields, line_item_columns)
         OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, true, $5, $6)`,
        [index + 1, name, description, reading, JSON.stringify(fields), JSON.stringify(columns)],
      );
    }
    // Those below are kept for built-in ones to come.
    await queryRunner.query(`ALTER TABLE extraction_profiles ALTER COLUMN id RESTART WITH 101`);
    // The indexes are for the deletion of a profile, which looks for what names it.
    await queryRunner.query(`CREATE INDEX ix_contacts_default_profile_id ON contacts (default_profile_id)`);
    await queryRunner.query(`CREATE INDEX ix_documents_profile_id ON documents (profile_id, id)`);
    await queryRunner.query(`
      ALTER TABLE contacts ADD CONSTRAINT fk_contacts_default_profile
        FOREIGN KEY (default_profile_id) REFERENCES extraction_profiles`);
    await queryRunner.query(`
      ALTER TABLE documents ADD CONSTRAINT fk_documents_profile
        FOREIGN KEY (profile_id) REFERENCES extraction_profiles`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE documents DROP CONSTRAINT fk_documents_profile`);
    await queryRunner.query(`ALTER TABLE contacts DROP CONSTRAINT fk_contacts_default_profile`);
    await queryRunner.query(`DROP INDEX ix_documents_profile_id`);
    await queryRunner.query(`DROP INDEX ix_contacts_default_profile_id`);
    // The release before knows two profiles, and refuses to read documents of another.
    await queryRunner.query(`UPDATE documents SET profile_id = 1 WHERE profile_id > 2`);
    await queryRunner.query(`UPDATE contacts SET default_profile_id = NULL WHERE default_profile_id > 2`);
    await queryRunner.query(`DROP TABLE extraction_profiles`);
  }
}
