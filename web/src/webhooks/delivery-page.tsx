import { useState } from 'preact/hooks';
import type {
  CancelDeliveryData,
  DeliveryDetailResponse,
  DeliveryResponse,
  GetDeliveryData,
  GetWebhookEndpointData,
  ResendDeliveryData,
  WebhookEndpointResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api, apiText } from '../api.js';
import { deliveryReason } from '../delivery-reason.js';
import { dateTime } from '../format.js';
import { useMe } from '../me.js';
import { ConfirmDialog } from '../parts/confirm-dialog.js';
import { CopyButton } from '../parts/copy-button.js';
import { DeliveryBadge } from '../parts/delivery-badge.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { PageTitle } from '../parts/page-title.js';
import { ProblemBox } from '../parts/problem-box.js';
import { navigate } from '../router.js';
import { toast } from '../toasts.js';
import { useAction } from '../use-action.js';
import { useData } from '../use-data.js';
import { usePoll } from '../use-poll.js';
import { AttemptTimeline } from './attempt-timeline.js';
import { endpointName } from './endpoint-words.js';
import { eventBody } from './event-body.js';

const POLL_MS = 2_000;

export function DeliveryPage({ id }: { id: string }) {
  const { value, problem, reload } = useData(
    (signal) =>
      api<GetDeliveryData, DeliveryDetailResponse>('GET', '/api/webhook-deliveries/{id}', {
        path: { id },
        signal,
      }),
    [id],
  );
  usePoll(reload, POLL_MS, value !== undefined && ['pending', 'delivering', 'parked'].includes(value.state));
  if (problem && [400, 404, 422].includes(problem.status)) {
    return (
      <>
        <PageTitle title="No such delivery" />
        <Empty title="There is no such delivery" text="It may be older than what is kept.">
          <a class="button" href={to('/webhooks/deliveries')}>
            All deliveries
          </a>
        </Empty>
      </>
    );
  }
  return (
    <>
      {!value && <PageTitle title="Delivery" />}
      {problem && <ProblemBox problem={problem} retry={reload} />}
      {value && <OpenDelivery delivery={value} reload={reload} />}
      {!value && !problem && <Loading />}
    </>
  );
}

interface Props {
  delivery: DeliveryDetailResponse;
  reload: () => Promise<void>;
}

function OpenDelivery({ delivery, reload }: Props) {
  const { may } = useMe();
  const { isBusy, problem, run } = useAction();
  const [isCancelling, setCancelling] = useState(false);
  const { id, state, event_id: eventId, endpoint_id: endpointId } = delivery;
  const { value: endpoint } = useData(
    (signal) =>
      api<GetWebhookEndpointData, WebhookEndpointResponse>('GET', '/api/webhook-endpoints/{id}', {
        path: { id: endpointId },
        signal,
      }),
    [endpointId],
  );
  const resend = async (): Promise<void> => {
    const again = await api<ResendDeliveryData, DeliveryResponse>(
      'POST',
      '/api/webhook-deliveries/{id}/resend',
      { path: { id } },
    );
    toast('It is sent again.');
    if (again.id === id) await reload();
    else navigate(`/webhooks/deliveries/${again.id}`);
  };
  const cancel = async (): Promise<void> => {
    await api<CancelDeliveryData, DeliveryResponse>('POST', '/api/webhook-deliveries/{id}/cancel', {
      path: { id },
    });
    setCancelling(false);
    toast('Cancelled.');
    await reload();
  };
  return (
    <>
      <PageTitle title={`Delivery of ${delivery.event}`}>
        <DeliveryBadge state={state} />
      </PageTitle>
      {problem && <ProblemBox problem={problem} />}
      {may('export') && (
        <p class="actions">
          {state !== 'delivering' && (
            <button type="button" class="primary" disabled={isBusy} onClick={() => run(resend)}>
              {state === 'pending' ? 'Send now' : 'Send again'}
            </button>
          )}
          {(state === 'pending' || state === 'parked') && (
            <button type="button" class="danger" onClick={() => setCancelling(true)}>
              Cancel
            </button>
          )}
        </p>
      )}
      <div class="two-columns">
        <section class="card" aria-labelledby="facts-title">
          <header>
            <h2 id="facts-title">What and where</h2>
          </header>
          <div class="card-body">
            <dl class="facts">
              {delivery.reason !== null && (
                <>
                  <dt>Why</dt>
                  <dd>{deliveryReason(delivery.reason)}</dd>
                </>
              )}
              <dt>Endpoint</dt>
              <dd>
                {endpoint ? (
                  <a href={to(`/webhooks/endpoints/${endpointId}`)}>{endpointName(endpoint)}</a>
                ) : (
                  `endpoint ${endpointId}`
                )}
              </dd>
              {delivery.document_id !== null && (
                <>
                  <dt>Document</dt>
                  <dd>
                    <a href={to(`/documents/${delivery.document_id}`)}>{delivery.document_id}</a>
                    {delivery.revision !== null && `, revision ${delivery.revision}`}
                  </dd>
                </>
              )}
              <dt>Event id</dt>
              <dd>
                <span class="mono">{eventId}</span> <CopyButton text={eventId} what="the event id" />
              </dd>
              {delivery.resend_of !== null && (
                <>
                  <dt>Again, after</dt>
                  <dd>
                    <a href={to(`/webhooks/deliveries/${delivery.resend_of}`)}>an earlier delivery</a>
                  </dd>
                </>
              )}
              <dt>Created</dt>
              <dd>{dateTime(delivery.created_at)}</dd>
              {delivery.finished_at !== null && (
                <>
                  <dt>Finished</dt>
                  <dd>{dateTime(delivery.finished_at)}</dd>
                </>
              )}
            </dl>
          </div>
        </section>
        <AttemptTimeline delivery={delivery} />
      </div>
      <Payload eventId={eventId} />
      {isCancelling && (
        <ConfirmDialog
          title="Cancel this delivery?"
          text="It is not sent, and the ledger says so. Send again still sends it later."
          verb="Cancel the delivery"
          keep="Keep it"
          act={cancel}
          onClose={() => setCancelling(false)}
        />
      )}
    </>
  );
}

function Payload({ eventId }: { eventId: string }) {
  const { value, problem, reload } = useData(
    async (signal) => {
      const path = `/api/events/${encodeURIComponent(eventId)}`;
      return eventBody((await apiText('GET', path, { signal })).text);
    },
    [eventId],
  );
  return (
    <section class="card" aria-labelledby="payload-title">
      <header>
        <h2 id="payload-title">Payload, as it is sent</h2>
        {value !== undefined && <CopyButton text={value} what="the payload" />}
      </header>
      <div class="card-body">
        {problem?.status === 404 && <p class="soft">It is older than what is kept.</p>}
        {problem && problem.status !== 404 && <ProblemBox problem={problem} retry={reload} />}
        {value === undefined && !problem && <Loading />}
        {value !== undefined && (
          <pre class="payload" tabIndex={0} aria-label="Payload">
            {value}
          </pre>
        )}
      </div>
    </section>
  );
}
