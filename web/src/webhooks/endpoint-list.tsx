import { useState } from 'preact/hooks';
import type {
  ListWebhookEndpointsData,
  ListWebhookEndpointsResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { useMe } from '../me.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { PageTitle } from '../parts/page-title.js';
import { ProblemBox } from '../parts/problem-box.js';
import { usePlace } from '../router.js';
import { useData } from '../use-data.js';
import { usePoll } from '../use-poll.js';
import { BacklogChart } from './backlog-chart.js';
import { CreateEndpointDialog } from './create-endpoint-dialog.js';
import { EndpointBadge } from './endpoint-badge.js';
import { endpointName } from './endpoint-words.js';
import { Moment } from './moment.js';

const POLL_MS = 5_000;
const PAGE = 50;

/** Who is told of exports, and how each of them is. */
export function EndpointList() {
  const { may } = useMe();
  const cursor = usePlace().query.get('cursor') ?? '';
  const [isCreating, setCreating] = useState(false);
  const { value, problem, reload } = useData(
    (signal) =>
      api<ListWebhookEndpointsData, ListWebhookEndpointsResponse>('GET', '/api/webhook-endpoints', {
        query: { limit: PAGE, ...(cursor !== '' && { cursor }) },
        signal,
      }),
    [cursor],
  );
  usePoll(reload, POLL_MS);
  const endpoints = value?.items ?? [];
  const add = may('admin') && (
    <button type="button" class="primary" onClick={() => setCreating(true)}>
      Add an endpoint
    </button>
  );
  return (
    <>
      <PageTitle title="Webhooks">{endpoints.length > 0 && add}</PageTitle>
      {problem && <ProblemBox problem={problem} retry={reload} />}
      {!value && !problem && <Loading />}
      {value && endpoints.length === 0 && (
        <section class="card">
          <Empty
            title="No endpoint yet"
            text={
              may('admin')
                ? 'Add the address of your CRM or another system, and every export is sent there.'
                : 'Ask an administrator to add the address that exports are sent to.'
            }
          >
            {add}
          </Empty>
        </section>
      )}
      {endpoints.length > 0 && (
        <>
          <section class="card" aria-labelledby="endpoints-title">
            <header>
              <h2 id="endpoints-title">Endpoints</h2>
            </header>
            <table class="fold">
              <thead>
                <tr>
                  <th scope="col">Endpoint</th>
                  <th scope="col">State</th>
                  <th scope="col" class="number">
                    Waiting
                  </th>
                  <th scope="col">Oldest waits since</th>
                  <th scope="col">Next probe</th>
                </tr>
              </thead>
              <tbody>
                {endpoints.map((endpoint) => (
                  <tr key={endpoint.id}>
                    <td data-label="Endpoint">
                      <a href={to(`/webhooks/endpoints/${endpoint.id}`)}>{endpointName(endpoint)}</a>
                      {endpointName(endpoint) !== endpoint.url && (
                        <div class="soft small-text">{endpoint.url}</div>
                      )}
                    </td>
                    <td data-label="State">
                      <EndpointBadge state={endpoint.state} />
                      {endpoint.state_reason !== null && (
                        <div class="soft small-text">{endpoint.state_reason}</div>
                      )}
                    </td>
                    <td class="number" data-label="Waiting">
                      {endpoint.backlog}
                    </td>
                    <td data-label="Oldest waits since">
                      {endpoint.oldest_pending_at === null ? '–' : <Moment at={endpoint.oldest_pending_at} />}
                    </td>
                    <td data-label="Next probe">
                      {endpoint.next_probe_at === null ? '–' : <Moment at={endpoint.next_probe_at} isDue />}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <BacklogChart endpoints={endpoints} />
        </>
      )}
      <p class="actions">
        {cursor !== '' && (
          <a class="button" href={to('/webhooks')}>
            Newest
          </a>
        )}
        {value && value.next_cursor !== null && (
          <a class="button" href={to(`/webhooks?cursor=${encodeURIComponent(value.next_cursor)}`)}>
            Older
          </a>
        )}
      </p>
      {isCreating && <CreateEndpointDialog onClose={() => setCreating(false)} />}
    </>
  );
}
