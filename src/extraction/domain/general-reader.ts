import { decimalMarkOf, findAmounts } from './amount.js';
import { dateOrderOf, findDates } from './calendar-date.js';
import { cellsOf } from './cell.js';
import { currencyOf } from './currency.js';
import type { DocumentText } from './document-text.js';
import { type FragmentLine, LabelFinder } from './fragment.js';
import { valuesOf } from './label-values.js';
import type { Language } from './language.js';
import type { GENERAL_FIELDS } from './profile-fields.js';
import { partiesIn } from './parties.js';
import { isCompanyName } from './vendor.js';

export type GeneralFields = Record<(typeof GENERAL_FIELDS)[number], string | null>;

const MOST_PARTIES = 4;
const MOST_AMOUNTS = 5;

/** Reads what any document may have: title, date, parties, key amounts. */
export class GeneralReader {
  readonly #labels: LabelFinder;

  constructor(private readonly language: Language) {
    this.#labels = new LabelFinder(language);
  }

  read(text: DocumentText): GeneralFields {
    const lines = text.pages.flatMap((page, number) => this.#labels.linesOf(page, number));
    const beginning = text.text.slice(0, 100_000);
    return {
      title: this.#title(text, lines),
      date: this.#date(beginning, lines),
      parties: this.#parties(text, beginning, lines),
      key_amounts: keyAmounts(beginning, this.language),
    };
  }

  #title(text: DocumentText, lines: FragmentLine[]): string | null {
    const [subject] = valuesOf(lines, 'subject', nonEmpty);
    if (subject) return subject.value;
    const page = text.pages[0];
    const upper = page?.lines.filter((line, i) => line.y < page.height / 2 || i < 10) ?? [];
    const largest = Math.max(...upper.map((line) => line.height));
    const line = upper.find(
      (each) => each.height >= largest * 0.95 && each.words.some((word) => /\p{L}{2}/u.test(word.text)),
    );
    return line
      ? line.words
          .map((word) => word.text)
          .join(' ')
          .slice(0, 200)
      : null;
  }

  #date(text: string, lines: FragmentLine[]): string | null {
    const order = this.language.dateOrder ?? dateOrderOf(text, currencyIn(text));
    const dates = (value: string) => findDates(value, this.language.months, order)[0]?.value ?? null;
    return valuesOf(lines, 'invoice_date', dates)[0]?.value ?? dates(text);
  }

  #parties(text: DocumentText, beginning: string, lines: FragmentLine[]): string | null {
    const between = partiesIn(beginning, this.language);
    if (between) return joined(between);
    const labelled = (['vendor', 'customer'] as const).flatMap((key) =>
      valuesOf(lines, key, nonEmpty).slice(0, 1),
    );
    if (labelled.length === 2) return joined(labelled.map((each) => each.value));
    const companies = text.pages
      .slice(0, 3)
      .flatMap((page) => page.lines.flatMap(cellsOf))
      .map((cell) => cell.text)
      .filter(isCompanyName);
    return joined([...labelled.map((each) => each.value), ...companies]);
  }
}

function keyAmounts(text: string, language: Language): string | null {
  const amounts = findAmounts(text, decimalMarkOf(text, language.decimalMark)).filter(
    (amount) => amount.mark,
  );
  return joined(
    amounts.map(({ value, mark }) => `${value} ${currencyOf(mark!)}`),
    MOST_AMOUNTS,
  );
}

function currencyIn(text: string): string | null {
  const mark = findAmounts(text, '.').find((amount) => amount.mark)?.mark;
  return mark ? currencyOf(mark) : null;
}

function joined(values: string[], most = MOST_PARTIES): string | null {
  const distinct = [...new Set(values.map((value) => value.trim()))].filter(Boolean);
  return distinct.length > 0 ? distinct.slice(0, most).join('; ') : null;
}

function nonEmpty(text: string): string | null {
  return text.trim() || null;
}
