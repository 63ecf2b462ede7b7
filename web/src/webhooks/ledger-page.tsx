import type {
  GetWebhookLedgerData,
  WebhookLedgerResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { PageTitle } from '../parts/page-title.js';
import { ProblemBox } from '../parts/problem-box.js';
import { useData } from '../use-data.js';
import { deliveriesPath } from './delivery-filters.js';
import { ledgerWords, missingOf } from './ledger-words.js';

const COLUMNS = [
  ['delivered', 'Delivered'],
  ['pending', 'Waiting'],
  ['delivering', 'Being sent'],
  ['parked', 'Parked'],
  ['superseded', 'Superseded'],
  ['cancelled', 'Cancelled'],
] as const;

/** What every endpoint was to get, and what became of it. */
export function LedgerPage() {
  const { value, problem, isLoading, reload } = useData(
    (signal) => api<GetWebhookLedgerData, WebhookLedgerResponse>('GET', '/api/webhook-ledger', { signal }),
    [],
  );
  return (
    <>
      <PageTitle title="Ledger">
        <button type="button" disabled={isLoading} onClick={() => void reload()}>
          Count again
        </button>
      </PageTitle>
      {problem && <ProblemBox problem={problem} retry={reload} />}
      {!value && !problem && <Loading what="Counting" />}
      {value && value.items.length === 0 && (
        <section class="card">
          <Empty title="Nothing to count yet" text="Add an endpoint, and what it gets is counted here.">
            <a class="button" href={to('/webhooks')}>
              Endpoints
            </a>
          </Empty>
        </section>
      )}
      {value && value.items.length > 0 && (
        <>
          <p class={value.balanced ? 'balance' : 'problem'} role={value.balanced ? 'status' : 'alert'}>
            {ledgerWords(value)}
          </p>
          <section class="card" aria-label="Ledger">
            <table class="fold">
              <thead>
                <tr>
                  <th scope="col">Endpoint</th>
                  <th scope="col" class="number">
                    To deliver
                  </th>
                  {COLUMNS.map(([state, label]) => (
                    <th key={state} scope="col" class="number">
                      {label}
                    </th>
                  ))}
                  <th scope="col" class="number">
                    Missing
                  </th>
                </tr>
              </thead>
              <tbody>
                {value.items.map((row) => (
                  <tr key={row.endpoint_id}>
                    <td data-label="Endpoint">
                      {row.deleted ? (
                        <>
                          {row.url} <span class="soft">(deleted)</span>
                        </>
                      ) : (
                        <a href={to(`/webhooks/endpoints/${row.endpoint_id}`)}>{row.url}</a>
                      )}
                    </td>
                    <td class="number" data-label="To deliver">
                      {row.accepted}
                    </td>
                    {COLUMNS.map(([state, label]) => (
                      <td key={state} class="number" data-label={label}>
                        {row[state] === 0 ? (
                          0
                        ) : (
                          <a
                            href={to(
                              deliveriesPath([
                                ['endpoint_id', row.endpoint_id],
                                ['state', state],
                              ]),
                            )}
                          >
                            {row[state]}
                          </a>
                        )}
                      </td>
                    ))}
                    <td class="number" data-label="Missing">
                      {missingOf(row)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      )}
      {value && value.events_without_endpoint > 0 && (
        <p class="soft">
          {value.events_without_endpoint === 1
            ? '1 event had no endpoint that subscribed to it, and was sent nowhere.'
            : `${value.events_without_endpoint} events had no endpoint that subscribed to them, and were sent nowhere.`}
        </p>
      )}
    </>
  );
}
