/** What the values of a field are written as: dates `2026-11-03`, amounts `1234.50`, numbers `2.5`, lists `a; b`. */
export type FieldType = 'text' | 'date' | 'amount' | 'number' | 'list';

export interface ProfileField {
  /** The member of `extracted_fields`. */
  key: string;
  /** What documents call it; also what people see. */
  label: string;
  type: FieldType;
  /** For whoever reads the profile: people, and engines that understand instructions. */
  description: string | null;
  /** A document without it is not understood well. */
  required: boolean;
  /** What documents call it, too. */
  aliases: string[];
}

/** A line item has four members, whatever the profile: this says which of them are read, and what heads them. */
export interface LineItemColumn {
  key: 'description' | 'quantity' | 'unit_price' | 'amount';
  label: string;
  description: string | null;
  aliases: string[];
}

/**
 * How the fields are found. `fields`: those of the profile and no others. `invoice`: as those of an invoice, whose sums
 * must agree. `automatic`: as an invoice when the document is one. `draft`: the fields of a new profile are proposed.
 */
export type ProfileReading = 'automatic' | 'invoice' | 'fields' | 'draft';

/** What a document is read for. */
export interface ExtractionProfile {
  id: number;
  name: string;
  reading: ProfileReading;
  fields: ProfileField[];
  /** None: line items are not read. */
  lineItemColumns: LineItemColumn[];
}

/** Where neither the upload nor its contact names one. */
export const DEFAULT_PROFILE_ID = 1;
