/** All members are strings; what the document does not state is empty. Amounts are normalised: `1234.50`. */
export interface LineItem {
  description: string;
  quantity: string;
  unit_price: string;
  amount: string;
}

/** What was understood of a document. No string in it holds U+0000 or a lone surrogate. */
export interface Extraction {
  docType: string | null;
  /** `YYYY-MM-DD` */
  docDate: string | null;
  /** One sentence. */
  summary: string | null;
  /** An integer, 0 to 100. */
  confidenceScore: number;
  confidenceReasoning: string;
  /** Every key of the profile is present; null is "not found". */
  extractedFields: Record<string, string | null>;
  lineItems: LineItem[];
}
