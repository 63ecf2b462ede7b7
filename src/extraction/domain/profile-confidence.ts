import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';
import { BEST_WITH_A_CONTRADICTION, type Confidence, invoiceConfidence } from './confidence.js';
import type { ProfileReading } from './profile-reader.js';

/** Of 100; the rest is for the fields that need not be there. Without required fields, those get all. */
const FOR_REQUIRED = 75;

/**
 * How well a document was understood that was read for the fields of a profile. Optional fields need not all be there:
 * half of them are as good as all.
 */
export function profileConfidence(profile: ExtractionProfile, reading: ProfileReading): Confidence {
  const { fields } = profile;
  const found = fields.map((_, i) => reading.values[i] !== null);
  const part = (required: boolean, enough: number): number | null => {
    const places = fields.flatMap((field, i) => (field.required === required ? [i] : []));
    if (places.length === 0) return null;
    return Math.min(1, places.filter((i) => found[i]).length / Math.ceil(places.length * enough));
  };
  const required = part(true, 1);
  const optional = part(false, 0.5);
  let score =
    required === null
      ? 100 * (optional ?? 0)
      : optional === null
        ? 100 * required
        : FOR_REQUIRED * required + (100 - FOR_REQUIRED) * optional;

  const reasons = [`${found.filter(Boolean).length} of ${fields.length} fields were found.`];
  const missing = fields.filter((_, i) => !found[i]);
  const needed = missing.filter((field) => field.required);
  const others = missing.filter((field) => !field.required);
  if (needed.length > 0) reasons.push(`Required, but not found: ${needed.map(({ key }) => key).join(', ')}.`);
  if (others.length > 0) reasons.push(`Not found: ${others.map(({ key }) => key).join(', ')}.`);

  const contradictions =
    reading.invoice && hasSums(profile) ? invoiceConfidence(reading.invoice, true).contradictions : [];
  reasons.push(...contradictions);
  if (needed.length > 0 || contradictions.length > 0) score = Math.min(score, BEST_WITH_A_CONTRADICTION);
  return { score: Math.round(score), reasoning: reasons.join(' ') };
}

function hasSums({ fields, lineItemColumns }: ExtractionProfile): boolean {
  return (
    fields.some(({ key }) => key === 'total_amount') || lineItemColumns.some(({ key }) => key === 'amount')
  );
}
