import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';
import { asSureAsItsText } from './as-sure-as-its-text.js';
import { cleanText } from './clean-text.js';
import { generalConfidence, invoiceConfidence } from './confidence.js';
import type { DocumentText } from './document-text.js';
import { BILLING_TYPES, documentTypeOf } from './document-type.js';
import type { Extraction } from './extraction.js';
import { GeneralReader } from './general-reader.js';
import { InvoiceReader } from './invoice-reader.js';
import type { DocumentType, Language } from './language.js';
import { LanguageDetector } from './language-detector.js';
import { profileConfidence } from './profile-confidence.js';
import { ProfileDrafter } from './profile-drafter.js';
import { ProfileReader } from './profile-reader.js';
import { generalSummary, invoiceSummary, profileSummary } from './summary.js';

/** Beyond any document that people write; they keep hostile ones from taking much time. */
const MOST = { characters: 200_000, linesOfAPage: 2_000, wordsOfALine: 200 };

interface Readers {
  invoices: InvoiceReader;
  others: GeneralReader;
}

/** Understands documents by fixed rules: the same text always gives the same result. */
export class DocumentReader {
  readonly #detector: LanguageDetector;
  readonly #readers: ReadonlyMap<Language, Readers>;

  /** A document that shows no language is read in the first one. */
  constructor(...languages: readonly [Language, ...Language[]]) {
    this.#detector = new LanguageDetector(languages);
    this.#readers = new Map(
      languages.map((each) => [each, { invoices: new InvoiceReader(each), others: new GeneralReader(each) }]),
    );
  }

  read(whole: DocumentText, profile: ExtractionProfile): Extraction {
    const text = bounded(whole);
    const language = this.#detector.detect(text.text);
    const readers = this.#readers.get(language)!;
    const type = documentTypeOf(text, language);
    const isBill = BILLING_TYPES.has(type);
    const read = (): Extraction => {
      if (profile.reading === 'fields') return this.#readFields(language, text, type, profile);
      if (profile.reading === 'draft') return this.#draft(language, readers, text, type);
      return isBill || profile.reading === 'invoice'
        ? this.#readInvoice(readers, text, type, isBill)
        : this.#readOther(readers, text, type);
    };
    const extraction = read();
    const { score, reasoning } = asSureAsItsText(
      { score: extraction.confidenceScore, reasoning: extraction.confidenceReasoning },
      text.recognised,
    );
    return cleaned({ ...extraction, confidenceScore: score, confidenceReasoning: reasoning }, [
      `It was read as ${language.name}.`,
      ...text.notes,
    ]);
  }

  #readFields(
    language: Language,
    text: DocumentText,
    docType: DocumentType,
    profile: ExtractionProfile,
  ): Extraction {
    const { fields } = profile;
    const reading = new ProfileReader(language, profile).read(text, docType);
    const { score, reasoning } = profileConfidence(profile, reading);
    return {
      docType,
      docDate:
        reading.values.find((value, i) => value !== null && fields[i]!.type === 'date') ??
        reading.general.date,
      summary: profileSummary(docType, profile, reading.values),
      confidenceScore: score,
      confidenceReasoning: reasoning,
      extractedFields: Object.fromEntries(fields.map(({ key }, i) => [key, reading.values[i] ?? null])),
      lineItems: reading.lineItems,
    };
  }

  #draft(language: Language, { others }: Readers, text: DocumentText, docType: DocumentType): Extraction {
    const { title, date } = others.read(text);
    const { name, fields, lineItemColumns } = new ProfileDrafter(language).draft(text, docType, title);
    const found = fields.length > 0;
    return {
      docType,
      docDate: date,
      summary: `A profile for documents such as this ${docType} could have ${fields.length} fields.`,
      confidenceScore: found ? Math.min(85, 45 + 5 * fields.length) : 0,
      confidenceReasoning: found
        ? `${fields.length} labels with values were found. Look at the proposed profile before you use it.`
        : 'No labels with values were found.',
      extractedFields: {
        profile_name: name,
        proposed_fields: found ? JSON.stringify(fields) : null,
        proposed_line_item_columns: JSON.stringify(lineItemColumns),
      },
      lineItems: [],
    };
  }

  #readInvoice(
    { invoices, others }: Readers,
    text: DocumentText,
    docType: DocumentType,
    isBill: boolean,
  ): Extraction {
    const reading = invoices.read(text, docType);
    const { score, reasoning } = invoiceConfidence(reading, isBill);
    return {
      docType,
      docDate: reading.fields.invoice_date ?? (isBill ? null : others.read(text).date),
      summary: invoiceSummary(docType, reading.fields, reading.lineItems),
      confidenceScore: score,
      confidenceReasoning: reasoning,
      extractedFields: reading.fields,
      lineItems: reading.lineItems,
    };
  }

  #readOther({ others }: Readers, text: DocumentText, docType: DocumentType): Extraction {
    const fields = others.read(text);
    const { score, reasoning } = generalConfidence(fields, docType, text);
    return {
      docType,
      docDate: fields.date,
      summary: generalSummary(docType, fields),
      confidenceScore: score,
      confidenceReasoning: reasoning,
      extractedFields: { ...fields },
      lineItems: [],
    };
  }
}

function bounded(text: DocumentText): DocumentText {
  const pages = text.pages.map((page) => ({
    ...page,
    lines: page.lines
      .slice(0, MOST.linesOfAPage)
      .map((line) => ({ ...line, words: line.words.slice(0, MOST.wordsOfALine) })),
  }));
  return { ...text, pages, text: text.text.slice(0, MOST.characters) };
}

/** Cutting a text may halve a surrogate pair, so the strings are cleaned last of all. */
function cleaned(extraction: Extraction, notes: string[]): Extraction {
  const fields = Object.entries(extraction.extractedFields);
  return {
    ...extraction,
    summary: extraction.summary && cleanText(extraction.summary),
    confidenceReasoning: cleanText([extraction.confidenceReasoning, ...notes].join(' ')),
    extractedFields: Object.fromEntries(fields.map(([key, value]) => [key, value && cleanText(value)])),
    lineItems: extraction.lineItems.map((item) => ({
      description: cleanText(item.description),
      quantity: item.quantity,
      unit_price: item.unit_price,
      amount: item.amount,
    })),
  };
}
