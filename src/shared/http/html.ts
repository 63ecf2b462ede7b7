/** Text that is HTML already. Only `html` makes it. */
export class Html {
  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

type Interpolation = Html | string | number | null | undefined | false | readonly Interpolation[];

/**
 * HTML from a template. What is put in is escaped, for text and for quoted attributes, unless it is `Html`; arrays
 * are joined; null, undefined and false are nothing.
 */
export function html(parts: TemplateStringsArray, ...values: Interpolation[]): Html {
  return new Html(parts.reduce((text, part, index) => text + render(values[index - 1]) + part));
}

function render(value: Interpolation): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(render).join('');
  return String(value).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
