import { useState } from 'preact/hooks';
import type {
  GetDeliveryData,
  GetDeliveryResponse,
  ListWebhookEndpointsData,
  ListWebhookEndpointsResponse,
  ResendDeliveryData,
  RevisionDeliveryResponse,
  RevisionResponse,
  WebhookEndpointResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { deliveryReason } from '../delivery-reason.js';
import { dateTime, relativeTime } from '../format.js';
import { useMe } from '../me.js';
import { DeliveryBadge } from '../parts/delivery-badge.js';
import { Loading } from '../parts/loading.js';
import { MoreButton } from '../parts/more-button.js';
import { ProblemBox } from '../parts/problem-box.js';
import { Problem } from '../problem.js';
import { toast } from '../toasts.js';
import { useData } from '../use-data.js';
import type { List } from '../use-list.js';

interface Props {
  exports: List<RevisionResponse>;
  reload: () => void;
}

/** Where each export went, and how far it got. */
export function DeliveryPanel({ exports, reload }: Props) {
  const revisions = exports.items ?? [];
  const { value: endpoints } = useData(
    (signal) =>
      api<ListWebhookEndpointsData, ListWebhookEndpointsResponse>('GET', '/api/webhook-endpoints', {
        query: { limit: 200 },
        signal,
      }),
    [revisions[0]?.revision],
  );
  return (
    <section class="card" aria-labelledby="deliveries-title">
      <header>
        <h2 id="deliveries-title">Delivery</h2>
      </header>
      {exports.problem && (
        <div class="card-body">
          <ProblemBox problem={exports.problem} retry={exports.reload} />
        </div>
      )}
      {!exports.items && !exports.problem && <Loading />}
      {exports.items && revisions.length === 0 && (
        <p class="card-body soft">
          Not exported yet. An export is sent to every webhook endpoint that subscribes
          {endpoints?.items.length === 0 && (
            <>
              ; there is none so far, so <a href={to('/webhooks')}>add one</a> first
            </>
          )}
          .
        </p>
      )}
      {revisions.map((revision, index) => (
        <div key={revision.revision} class="revision">
          <h3>
            Revision {revision.revision} <span class="soft">{dateTime(revision.exported_at)}</span>
          </h3>
          {revision.deliveries.length === 0 ? (
            <p class="soft">No endpoint subscribed at that time.</p>
          ) : (
            <ul class="deliveries">
              {revision.deliveries.map((delivery) => (
                <Delivery
                  key={delivery.id}
                  delivery={delivery}
                  endpoint={endpoints?.items.find(({ id }) => id === delivery.endpoint_id)}
                  isOpen={index === 0}
                  reload={reload}
                />
              ))}
            </ul>
          )}
        </div>
      ))}
      <MoreButton more={exports.more} what="of the exports" />
    </section>
  );
}

interface DeliveryProps {
  delivery: RevisionDeliveryResponse;
  endpoint: WebhookEndpointResponse | undefined;
  /** Whether its last attempt is shown at once. */
  isOpen: boolean;
  reload: () => void;
}

function Delivery({ delivery, endpoint, isOpen, reload }: DeliveryProps) {
  const { may } = useMe();
  const [isSending, setSending] = useState(false);
  const [isShown, setShown] = useState(isOpen);
  const { id, state, reason, attempts } = delivery;
  const resend = async (): Promise<void> => {
    setSending(true);
    try {
      await api<ResendDeliveryData, unknown>('POST', '/api/webhook-deliveries/{id}/resend', { path: { id } });
      toast('It is sent again.');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast(error.message, 'bad');
    } finally {
      setSending(false);
      reload();
    }
  };
  return (
    <li>
      <div class="delivery-line">
        <DeliveryBadge state={state} />
        <span class="endpoint" title={endpoint?.url}>
          {endpoint ? (endpoint.description ?? '') || endpoint.url : `endpoint ${delivery.endpoint_id}`}
        </span>
        <span class="actions">
          {!isOpen && attempts > 0 && (
            <button
              type="button"
              class="small quiet"
              aria-expanded={isShown}
              onClick={() => setShown(!isShown)}
            >
              {isShown ? 'Hide' : 'Show'} attempts
            </button>
          )}
          {may('export') && state !== 'delivering' && (
            <button type="button" class="small" disabled={isSending} onClick={() => void resend()}>
              {state === 'pending' ? 'Send now' : 'Send again'}
            </button>
          )}
        </span>
      </div>
      <p class="soft small-text">
        {attempts === 0 ? 'No attempt yet' : attempts === 1 ? '1 attempt' : `${attempts} attempts`}
        {reason !== null && `; ${deliveryReason(reason)}`}
        {delivery.finished_at !== null && `; ${dateTime(delivery.finished_at)}`}
        {delivery.next_attempt_at !== null && <NextAttempt at={delivery.next_attempt_at} />}
        {endpoint &&
          (endpoint.state === 'open' || endpoint.state === 'paused') &&
          '; the endpoint is being waited for'}
      </p>
      {isShown && attempts > 0 && <Attempts id={id} state={`${state} ${attempts}`} isAll={!isOpen} />}
    </li>
  );
}

function NextAttempt({ at }: { at: string }) {
  const now = Date.now();
  return (
    <>
      ; next attempt{' '}
      <time dateTime={at} title={dateTime(at)}>
        {Date.parse(at) <= now ? 'as soon as possible' : relativeTime(at, now)}
      </time>
    </>
  );
}

/** @param state changes whenever there is something new */
function Attempts({ id, state, isAll }: { id: string; state: string; isAll: boolean }) {
  const { value, problem } = useData(
    (signal) =>
      api<GetDeliveryData, GetDeliveryResponse>('GET', '/api/webhook-deliveries/{id}', {
        path: { id },
        signal,
      }),
    [id, state],
  );
  if (problem) return <p class="soft small-text">{problem.message}</p>;
  const log = value?.attempts_log ?? [];
  return (
    <ul class="attempts">
      {(isAll ? log.toReversed() : log.slice(-1)).map((attempt) => (
        <li key={`${attempt.attempt} ${attempt.started_at}`}>
          <span class="soft">
            {isAll ? `${attempt.attempt}. ${dateTime(attempt.started_at)}: ` : 'Last answer: '}
          </span>
          {attempt.status_code === null ? (attempt.error ?? 'no answer') : `status ${attempt.status_code}`}
          {attempt.duration_ms !== null && <span class="soft"> in {attempt.duration_ms} ms</span>}
          {attempt.response_excerpt !== null && attempt.response_excerpt !== '' && (
            <pre class="excerpt">{attempt.response_excerpt}</pre>
          )}
        </li>
      ))}
    </ul>
  );
}
