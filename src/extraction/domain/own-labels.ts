import type { ProfileField } from '../../shared/kernel/extraction-profile.js';
import { fold } from './fold.js';
import type { LabelKey, Language, OwnLabelKey } from './language.js';
import { INVOICE_FIELDS } from './profile-fields.js';
import { phraseOf } from './phrase-of.js';

/** Fields that have no reader of their own, but labels in every language. */
const LABELS_OF: ReadonlyMap<string, LabelKey> = new Map([
  ['customer', 'customer'],
  ['shipping', 'shipping'],
  ['discount', 'discount'],
]);

/** Whose labels the rules take for a field, where they have other names. */
const MEANINGS: ReadonlyMap<string, readonly LabelKey[]> = new Map<string, readonly LabelKey[]>([
  ...INVOICE_FIELDS.map((key) => [key, [key as LabelKey]] as const),
  ['total_amount', ['total', 'amount_due']],
  ['title', ['subject']],
  ['date', ['invoice_date']],
  ['parties', ['vendor', 'customer']],
]);

export interface OwnLabel {
  key: OwnLabelKey;
  /** The most telling first. */
  phrases: string[];
}

/** What the fields of a profile are called in documents of one language. */
export class OwnLabels {
  readonly #labels: OwnLabel[];
  readonly language: Language;

  /** @param isReadOtherwise whether the rules find a field, too: then only wordings that they lack are its own */
  constructor(
    language: Language,
    fields: readonly ProfileField[],
    isReadOtherwise: (field: ProfileField) => boolean,
  ) {
    this.#labels = fields.map((field, place) => {
      const given = [field.label, ...field.aliases].map((each) => phraseOf(each, language.numberWords));
      const means = isReadOtherwise(field) ? (MEANINGS.get(field.key) ?? []) : [];
      const known = new Set(means.flatMap((key) => (language.labels[key] ?? []).map(fold)));
      const of = LABELS_OF.get(field.key);
      const phrases = [...given, ...(of ? (language.labels[of] ?? []) : [])].filter(
        (phrase) => phrase !== '' && !known.has(phrase),
      );
      return { key: `own:${place}`, phrases: [...new Set(phrases)] };
    });
    // First, so that of two equal phrases the profile's counts.
    const own = Object.fromEntries(this.#labels.map(({ key, phrases }) => [key, phrases]));
    this.language = { ...language, labels: { ...own, ...language.labels } };
  }

  /**
   * Where the values of a field stand: whose label, at which rank, and which of them. A wording that several fields
   * share is found as the first one's; its values belong to the fields in their order.
   */
  placesOf(place: number): { key: OwnLabelKey; rank: number; nth: number }[] {
    return this.#labels[place]!.phrases.map((phrase, rank) => {
      const sharing = this.#labels.filter(({ phrases }) => phrases.includes(phrase));
      const [owner] = sharing;
      const nth = sharing.indexOf(this.#labels[place]!);
      return nth === 0
        ? { key: owner!.key, rank, nth }
        : { key: owner!.key, rank: owner!.phrases.indexOf(phrase), nth };
    });
  }
}
