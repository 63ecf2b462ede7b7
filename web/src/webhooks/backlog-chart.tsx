import type { WebhookEndpointResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { endpointName } from './endpoint-words.js';
import { Moment } from './moment.js';

/** How much waits for each endpoint: bars for the eyes, and the same as a table. */
export function BacklogChart({ endpoints }: { endpoints: readonly WebhookEndpointResponse[] }) {
  const most = Math.max(...endpoints.map(({ backlog }) => backlog));
  const waiting = endpoints.reduce((sum, { backlog }) => sum + backlog, 0);
  return (
    <section class="card" aria-labelledby="backlog-title">
      <header>
        <h2 id="backlog-title">Backlog</h2>
      </header>
      <div class="card-body">
        {waiting === 0 ? (
          <p class="soft">Nothing waits to be sent.</p>
        ) : (
          <>
            <p>
              {waiting === 1
                ? '1 delivery waits or is on its way.'
                : `${waiting} deliveries wait or are on their way.`}
            </p>
            <div class="bars" aria-hidden="true">
              {endpoints.map((endpoint) => (
                <div key={endpoint.id}>
                  <span class="bar-name">{endpointName(endpoint)}</span>
                  <svg class="bar">
                    <rect class="bar-back" width="100%" height="100%" />
                    <rect
                      class={`bar-${endpoint.state}`}
                      width={`${(100 * endpoint.backlog) / most}%`}
                      height="100%"
                    />
                  </svg>
                  <span class="number">{endpoint.backlog}</span>
                </div>
              ))}
            </div>
            <details>
              <summary>As a table</summary>
              <table class="fold">
                <thead>
                  <tr>
                    <th scope="col">Endpoint</th>
                    <th scope="col" class="number">
                      Waiting
                    </th>
                    <th scope="col">Oldest</th>
                  </tr>
                </thead>
                <tbody>
                  {endpoints.map((endpoint) => (
                    <tr key={endpoint.id}>
                      <td data-label="Endpoint">{endpointName(endpoint)}</td>
                      <td class="number" data-label="Waiting">
                        {endpoint.backlog}
                      </td>
                      <td data-label="Oldest">
                        {endpoint.oldest_pending_at === null ? (
                          '–'
                        ) : (
                          <Moment at={endpoint.oldest_pending_at} />
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </details>
          </>
        )}
      </div>
    </section>
  );
}
