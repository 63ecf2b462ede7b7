import { useState } from 'preact/hooks';
import type {
  DeleteWebhookEndpointData,
  GetWebhookEndpointData,
  TestWebhookEndpointData,
  TestWebhookResponse,
  UpdateWebhookEndpointData,
  WebhookEndpointResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { dateTime } from '../format.js';
import { useMe } from '../me.js';
import { ConfirmDialog } from '../parts/confirm-dialog.js';
import { Dialog } from '../parts/dialog.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { PageTitle } from '../parts/page-title.js';
import { ProblemBox } from '../parts/problem-box.js';
import { Problem } from '../problem.js';
import { navigate } from '../router.js';
import { toast } from '../toasts.js';
import { useAction } from '../use-action.js';
import { useData } from '../use-data.js';
import { usePoll } from '../use-poll.js';
import { deliveriesPath } from './delivery-filters.js';
import { EndpointBadge } from './endpoint-badge.js';
import { endpointDraft, endpointRequest, type EndpointDraft } from './endpoint-draft.js';
import { EndpointForm } from './endpoint-form.js';
import { endpointName, endpointState } from './endpoint-words.js';
import { Moment } from './moment.js';
import { ReplayCard } from './replay-card.js';
import { RotateSecretDialog } from './rotate-secret-dialog.js';
import { TestResult } from './test-result.js';

const POLL_MS = 5_000;

export function EndpointPage({ id }: { id: number }) {
  const { value, problem, reload, set } = useData(
    (signal) =>
      api<GetWebhookEndpointData, WebhookEndpointResponse>('GET', '/api/webhook-endpoints/{id}', {
        path: { id },
        signal,
      }),
    [id],
  );
  usePoll(reload, POLL_MS, value !== undefined);
  if (problem?.status === 404) {
    return (
      <>
        <PageTitle title="No such endpoint" />
        <Empty title={`There is no endpoint ${id}`} text="It may have been deleted. Its deliveries are kept.">
          <p class="actions">
            <a class="button" href={to('/webhooks')}>
              All endpoints
            </a>
            <a class="button" href={to(deliveriesPath([['endpoint_id', id]]))}>
              Its deliveries
            </a>
          </p>
        </Empty>
      </>
    );
  }
  return (
    <>
      {!value && <PageTitle title={`Endpoint ${id}`} />}
      {problem && <ProblemBox problem={problem} retry={reload} />}
      {value && <OpenEndpoint endpoint={value} onChanged={set} />}
      {!value && !problem && <Loading />}
    </>
  );
}

interface Props {
  endpoint: WebhookEndpointResponse;
  onChanged: (endpoint: WebhookEndpointResponse) => void;
}

function OpenEndpoint({ endpoint, onChanged }: Props) {
  const { may } = useMe();
  const { isBusy, problem, run } = useAction();
  const [test, setTest] = useState<TestWebhookResponse>();
  const [dialog, setDialog] = useState<'rotate' | 'delete'>();
  const [edited, setEdited] = useState<EndpointDraft>();
  const { id, state } = endpoint;
  const close = (): void => setDialog(undefined);

  const update = async (body: UpdateWebhookEndpointData['body'], done: string): Promise<void> => {
    onChanged(
      await api<UpdateWebhookEndpointData, WebhookEndpointResponse>('PATCH', '/api/webhook-endpoints/{id}', {
        path: { id },
        body,
      }),
    );
    toast(done);
  };
  const sendTest = async (): Promise<void> => {
    setTest(undefined);
    try {
      setTest(
        await api<TestWebhookEndpointData, TestWebhookResponse>('POST', '/api/webhook-endpoints/{id}/test', {
          path: { id },
        }),
      );
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'offline_mode') throw error;
      const words = 'Offline mode is on, so no test is sent. Switch it off above, then send the test.';
      throw new Problem(words, error.status, error.code);
    }
  };
  const remove = async (): Promise<void> => {
    await api<DeleteWebhookEndpointData, void>('DELETE', '/api/webhook-endpoints/{id}', { path: { id } });
    toast('The endpoint is deleted.');
    navigate('/webhooks');
  };
  return (
    <>
      <PageTitle title={endpointName(endpoint)}>
        <EndpointBadge state={state} />
      </PageTitle>
      {problem && <ProblemBox problem={problem} />}
      {may('admin') && (
        <p class="actions">
          <button type="button" class="primary" disabled={isBusy} onClick={() => run(sendTest)}>
            Send a test
          </button>
          {state === 'disabled' ? (
            <button
              type="button"
              disabled={isBusy}
              onClick={() => run(() => update({ enabled: true }, 'Enabled. What was kept for it goes out.'))}
            >
              Enable
            </button>
          ) : (
            <button
              type="button"
              disabled={isBusy}
              onClick={() =>
                run(() => update({ enabled: false }, 'Disabled. What is exported is kept for it.'))
              }
            >
              Disable
            </button>
          )}
          <button type="button" onClick={() => setEdited(endpointDraft(endpoint))}>
            Edit
          </button>
          <button type="button" onClick={() => setDialog('rotate')}>
            Rotate the secret
          </button>
          <button type="button" class="danger" onClick={() => setDialog('delete')}>
            Delete
          </button>
        </p>
      )}
      {test && <TestResult result={test} />}
      <div class="two-columns">
        <Health endpoint={endpoint} />
        <Settings endpoint={endpoint} />
      </div>
      <ReplayCard endpointId={id} />
      {edited && (
        <Dialog title="Edit the endpoint" onClose={() => setEdited(undefined)}>
          <EndpointForm
            start={edited}
            label="Save"
            save={async (draft) => {
              await update(endpointRequest(draft, edited), 'Saved.');
              setEdited(undefined);
            }}
            onClose={() => setEdited(undefined)}
          />
        </Dialog>
      )}
      {dialog === 'rotate' && <RotateSecretDialog id={id} onClose={close} />}
      {dialog === 'delete' && (
        <ConfirmDialog
          title="Delete this endpoint?"
          text="What still waits for it is cancelled and is not sent. What was delivered stays in the ledger."
          verb="Delete the endpoint"
          keep="Keep it"
          act={remove}
          onClose={close}
        />
      )}
    </>
  );
}

function Health({ endpoint }: { endpoint: WebhookEndpointResponse }) {
  const { id, state, state_reason: reason, backlog, oldest_pending_at: oldest } = endpoint;
  return (
    <section class="card" aria-labelledby="health-title">
      <header>
        <h2 id="health-title">Health</h2>
        <a href={to(deliveriesPath([['endpoint_id', id]]))}>Its deliveries</a>
      </header>
      <div class="card-body">
        <p>{endpointState(state).meaning}</p>
        <dl class="facts">
          {reason !== null && (
            <>
              <dt>Why</dt>
              <dd>{reason}</dd>
            </>
          )}
          <dt>Waiting</dt>
          <dd>{backlog}</dd>
          {oldest !== null && (
            <>
              <dt>The oldest since</dt>
              <dd>
                <Moment at={oldest} />
              </dd>
            </>
          )}
          {endpoint.next_probe_at !== null && (
            <>
              <dt>Next probe</dt>
              <dd>
                <Moment at={endpoint.next_probe_at} isDue />
              </dd>
            </>
          )}
          <dt>Failures in a row</dt>
          <dd>{endpoint.consecutive_failures}</dd>
        </dl>
      </div>
    </section>
  );
}

function Settings({ endpoint }: { endpoint: WebhookEndpointResponse }) {
  const { auth, headers } = endpoint;
  const names = Object.keys(headers);
  return (
    <section class="card" aria-labelledby="settings-title">
      <header>
        <h2 id="settings-title">Settings</h2>
      </header>
      <div class="card-body">
        <dl class="facts">
          <dt>URL</dt>
          <dd>{endpoint.url}</dd>
          <dt>Events</dt>
          <dd>{endpoint.events.join(', ') || 'none'}</dd>
          <dt>Authentication</dt>
          <dd>
            {auth.type === 'none' && 'the signature alone'}
            {auth.type === 'bearer' && 'bearer token'}
            {auth.type === 'header' && `header ${auth.name ?? ''}`}
          </dd>
          {names.length > 0 && (
            <>
              <dt>Other headers</dt>
              <dd>{names.join(', ')}</dd>
            </>
          )}
          <dt>At the same time</dt>
          <dd>{endpoint.max_in_flight}</dd>
          <dt>Created</dt>
          <dd>{dateTime(endpoint.created_at)}</dd>
        </dl>
      </div>
    </section>
  );
}
