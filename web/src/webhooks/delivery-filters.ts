import type { ListDeliveriesData } from '../../../clients/typescript/src/generated/types.gen.js';

type Query = NonNullable<ListDeliveriesData['query']>;

/** In the address of the page; `from` and `to` are days, both inclusive, of whoever looks. */
export const FILTERS = ['state', 'endpoint_id', 'document_id', 'event_id', 'from', 'to'] as const;

const PAGE = 50;

/** What the API is asked for. A value that it does not know is refused there, in words. */
export function deliveryQuery(place: URLSearchParams): Query {
  const query: Record<string, string | number> = { limit: PAGE };
  for (const name of ['state', 'endpoint_id', 'document_id', 'event_id', 'cursor']) {
    const value = place.get(name)?.trim() ?? '';
    if (value !== '') query[name] = value;
  }
  const from = midnight(place.get('from'), 0);
  const before = midnight(place.get('to'), 1);
  if (from) query['created_after'] = from;
  if (before) query['created_before'] = before;
  return query;
}

/** The address of the page with these filters, from its beginning. */
export function deliveriesPath(filters: Iterable<readonly [string, unknown]>): string {
  const place = new URLSearchParams();
  for (const [name, value] of filters) {
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    if (text !== '') place.set(name, text);
  }
  const query = place.toString();
  return `/webhooks/deliveries${query === '' ? '' : `?${query}`}`;
}

/** Where the day begins that is so many behind this one. */
function midnight(day: string | null, behind: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '') ?? [];
  if (year === undefined) return undefined;
  return new Date(Number(year), Number(month) - 1, Number(date) + behind).toISOString();
}
