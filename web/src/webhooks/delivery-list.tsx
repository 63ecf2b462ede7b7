import { useEffect, useState } from 'preact/hooks';
import type {
  ListDeliveriesData,
  ListDeliveriesResponse,
  ListWebhookEndpointsData,
  ListWebhookEndpointsResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { deliveryReason } from '../delivery-reason.js';
import { dateTime } from '../format.js';
import { DeliveryBadge } from '../parts/delivery-badge.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { PageTitle } from '../parts/page-title.js';
import { ProblemBox } from '../parts/problem-box.js';
import { navigate, usePlace } from '../router.js';
import { useData } from '../use-data.js';
import { deliveriesPath, deliveryQuery, FILTERS } from './delivery-filters.js';
import { endpointName } from './endpoint-words.js';

const STATES: readonly [string, string][] = [
  ['pending', 'Waiting'],
  ['delivering', 'Being sent'],
  ['delivered', 'Delivered'],
  ['parked', 'Parked'],
  ['superseded', 'Superseded'],
  ['cancelled', 'Cancelled'],
];

/** What was sent or is to be sent, newest first. The filters are in the address. */
export function DeliveryList() {
  const { query } = usePlace();
  const address = query.toString();
  const { value, problem, isLoading, reload } = useData(
    (signal) =>
      api<ListDeliveriesData, ListDeliveriesResponse>('GET', '/api/webhook-deliveries', {
        query: deliveryQuery(query),
        signal,
      }),
    [address],
  );
  const { value: endpoints } = useData(
    (signal) =>
      api<ListWebhookEndpointsData, ListWebhookEndpointsResponse>('GET', '/api/webhook-endpoints', {
        query: { limit: 200 },
        signal,
      }),
    [],
  );
  const names = new Map((endpoints?.items ?? []).map((endpoint) => [endpoint.id, endpointName(endpoint)]));
  const filters = FILTERS.map((name) => [name, query.get(name)] as const);
  const isFiltered = filters.some(([, text]) => text !== null);
  const isLater = query.has('cursor');
  return (
    <>
      <PageTitle title="Deliveries">
        <button type="button" disabled={isLoading} onClick={() => void reload()}>
          Refresh
        </button>
      </PageTitle>
      <Filters query={query} names={names} isFiltered={isFiltered} />
      {problem && <ProblemBox problem={problem} retry={reload} />}
      {!value && !problem && <Loading />}
      {value?.items.length === 0 && (
        <section class="card">
          {isFiltered || isLater ? (
            <Empty title="No such delivery" text="Nothing fits these filters. Take one of them away.">
              <a class="button" href={to('/webhooks/deliveries')}>
                All deliveries
              </a>
            </Empty>
          ) : (
            <Empty
              title="Nothing was sent yet"
              text="Export a document, and what goes to each endpoint appears here."
            >
              <a class="button" href={to('/')}>
                All documents
              </a>
            </Empty>
          )}
        </section>
      )}
      {value && value.items.length > 0 && (
        <section class="card" aria-label="Deliveries">
          <table class="fold">
            <thead>
              <tr>
                <th scope="col">Delivery</th>
                <th scope="col">State</th>
                <th scope="col">Document</th>
                <th scope="col">Endpoint</th>
                <th scope="col" class="number">
                  Attempts
                </th>
                <th scope="col">Created</th>
              </tr>
            </thead>
            <tbody>
              {value.items.map((delivery) => (
                <tr key={delivery.id}>
                  <td data-label="Delivery">
                    <a href={to(`/webhooks/deliveries/${delivery.id}`)}>{delivery.event}</a>
                    {delivery.resend_of !== null && <span class="soft"> (again)</span>}
                  </td>
                  <td data-label="State">
                    <DeliveryBadge state={delivery.state} />
                    {delivery.reason !== null && (
                      <div class="soft small-text">{deliveryReason(delivery.reason)}</div>
                    )}
                  </td>
                  <td data-label="Document">
                    {delivery.document_id === null ? (
                      '–'
                    ) : (
                      <>
                        <a href={to(`/documents/${delivery.document_id}`)}>{delivery.document_id}</a>
                        {delivery.revision !== null && (
                          <span class="soft"> revision {delivery.revision}</span>
                        )}
                      </>
                    )}
                  </td>
                  <td data-label="Endpoint">
                    {names.get(delivery.endpoint_id) ?? `endpoint ${delivery.endpoint_id}`}
                  </td>
                  <td class="number" data-label="Attempts">
                    {delivery.attempts}
                  </td>
                  <td data-label="Created">{dateTime(delivery.created_at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p class="actions">
        {isLater && (
          <a class="button" href={to(deliveriesPath(filters))}>
            Newest
          </a>
        )}
        {value && value.next_cursor !== null && (
          <a class="button" href={to(deliveriesPath([...filters, ['cursor', value.next_cursor]]))}>
            Older
          </a>
        )}
      </p>
    </>
  );
}

interface FiltersProps {
  query: URLSearchParams;
  names: ReadonlyMap<number, string>;
  isFiltered: boolean;
}

type Draft = Record<(typeof FILTERS)[number], string>;

function Filters({ query, names, isFiltered }: FiltersProps) {
  const [draft, setDraft] = useState(() => draftOf(query));
  useEffect(() => setDraft(draftOf(query)), [query.toString()]);
  const field = (name: keyof Draft) => ({
    id: `filter-${name}`,
    value: draft[name],
    onInput: ({ currentTarget: { value } }: { currentTarget: { value: string } }): void =>
      setDraft((before) => ({ ...before, [name]: value })),
  });
  const endpoint = draft.endpoint_id;
  return (
    <form
      class="card card-body"
      role="search"
      aria-label="Filters"
      onSubmit={(event) => {
        event.preventDefault();
        navigate(deliveriesPath(Object.entries(draft)));
      }}
    >
      <div class="fields">
        <div>
          <label for="filter-state">State</label>
          <select {...field('state')}>
            <option value="">Any</option>
            {STATES.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <div>
          <label for="filter-endpoint_id">Endpoint</label>
          <select {...field('endpoint_id')}>
            <option value="">Any</option>
            {endpoint !== '' && !names.has(Number(endpoint)) && (
              <option value={endpoint}>endpoint {endpoint}</option>
            )}
            {[...names].map(([id, name]) => (
              <option key={id} value={String(id)}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div>
          <label for="filter-document_id">Document number</label>
          <input inputMode="numeric" {...field('document_id')} />
        </div>
        <div>
          <label for="filter-event_id">Event id</label>
          <input {...field('event_id')} />
        </div>
        <div>
          <label for="filter-from">From (day)</label>
          <input type="date" {...field('from')} />
        </div>
        <div>
          <label for="filter-to">To (day)</label>
          <input type="date" {...field('to')} />
        </div>
      </div>
      <p class="actions filter-actions">
        <button class="primary">Filter</button>
        {isFiltered && (
          <a class="button" href={to('/webhooks/deliveries')}>
            Clear
          </a>
        )}
      </p>
    </form>
  );
}

function draftOf(query: URLSearchParams): Draft {
  return Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? ''])) as Draft;
}
