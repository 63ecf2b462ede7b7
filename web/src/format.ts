const DATE_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A moment, in the time and the way of whoever reads it. */
export function dateTime(iso: string): string {
  return DATE_TIME.format(new Date(iso));
}

/** A calendar date, `YYYY-MM-DD`, which has no time zone; what is none stays as it is. */
export function calendarDate(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) ? DATE.format(date) : text;
}

/** “in 5 minutes”, “2 days ago”. */
export function relativeTime(iso: string, now: number): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? (['second', 1] as const);
  return RELATIVE.format(Math.round(seconds / size), unit);
}

export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const kilo = bytes / 1024;
  return kilo < 1000 ? `${kilo.toPrecision(kilo < 10 ? 2 : 3)} KB` : `${(kilo / 1024).toPrecision(3)} MB`;
}

/** `token:3 (zapier)` is “zapier (API token)”; `system` is the service itself. */
export function actorName(actor: string): string {
  const [, kind, name = ''] = /^(token|user):\d+ \(([^]*)\)$/.exec(actor) ?? [];
  if (kind === 'token') return `${name} (API token)`;
  if (kind === 'user') return name;
  return actor === 'system' ? 'RecordEngine' : actor;
}
