import type { ListDeliveriesData } from '../../../clients/typescript/src/generated/types.gen.js';
import { dayBounds } from '../day-bounds.js';
import { withQuery } from '../with-query.js';

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
  const { since, until } = dayBounds(place.get('from') ?? '', place.get('to') ?? '');
  if (since !== '') query['created_after'] = since;
  if (until !== '') query['created_before'] = until;
  return query;
}

/** The address of the page with these filters, from its beginning. */
export function deliveriesPath(filters: Iterable<readonly [string, unknown]>): string {
  const texts = Array.from(filters, ([name, value]) => [
    name,
    typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '',
  ]);
  return withQuery('/webhooks/deliveries', Object.fromEntries(texts) as Record<string, string>);
}
