import { useState } from 'preact/hooks';
import type {
  ChangeReplayData,
  ChangeReplayRequest,
  GetReplayData,
  ListReplaysData,
  ListReplaysResponse,
  ReplayResponse,
  StartReplayData,
  StartReplayRequest,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { dateTime } from '../format.js';
import { useMe } from '../me.js';
import { Loading } from '../parts/loading.js';
import { MoreButton } from '../parts/more-button.js';
import { ProblemBox } from '../parts/problem-box.js';
import { navigate, usePlace } from '../router.js';
import { useAction } from '../use-action.js';
import { useData } from '../use-data.js';
import { useList } from '../use-list.js';
import { usePoll } from '../use-poll.js';
import { localTime } from './local-time.js';

type ReplayableState = NonNullable<StartReplayRequest['states']>[number];

const WEEK_MS = 7 * 86_400_000;
const POLL_MS = 1_000;
const LIST_POLL_MS = 5_000;
const LISTED = 5;
const STATES: readonly [ReplayableState, string][] = [
  ['delivered', 'Delivered'],
  ['parked', 'Parked'],
  ['superseded', 'Superseded'],
  ['cancelled', 'Cancelled'],
];

/** Sends what an endpoint has had in a while again. The replay is in the address, so that it can be found again. */
export function ReplayCard({ endpointId }: { endpointId: number }) {
  const { may } = useMe();
  const shown = usePlace().query.get('replay');
  const show = (replay: number | null): void =>
    navigate(`/webhooks/endpoints/${endpointId}${replay === null ? '' : `?replay=${replay}`}`, {
      replace: true,
    });
  const { items, problem, more, reload } = useList<ReplayResponse>(
    (cursor, signal) =>
      api<ListReplaysData, ListReplaysResponse>('GET', '/api/webhook-replays', {
        query: { endpoint_id: endpointId, limit: LISTED, ...(cursor !== undefined && { cursor }) },
        signal,
      }),
    [endpointId, shown],
  );
  usePoll(reload, LIST_POLL_MS);
  if (shown === null && !may('export') && !items?.length) return null;
  return (
    <section class="card" aria-labelledby="replay-title">
      <header>
        <h2 id="replay-title">Replay</h2>
      </header>
      <div class="card-body">
        {shown !== null ? (
          <ReplayProgress key={shown} id={Number(shown)} onClose={() => show(null)} />
        ) : (
          may('export') && <ReplayForm endpointId={endpointId} onStarted={({ id }) => show(id)} />
        )}
      </div>
      {problem && <ProblemBox problem={problem} retry={reload} />}
      {items && items.length > 0 && <ReplayTable replays={items} />}
      <MoreButton more={more} />
    </section>
  );
}

const LOOKS: Record<ReplayResponse['state'], [label: string, look: string]> = {
  running: ['Running', 'amber busy'],
  paused: ['Paused', 'amber'],
  cancelled: ['Cancelled', ''],
  done: ['Done', 'green'],
};

function ReplayTable({ replays }: { replays: readonly ReplayResponse[] }) {
  return (
    <table class="fold">
      <caption class="off-screen">Replays so far</caption>
      <thead>
        <tr>
          <th scope="col">Started</th>
          <th scope="col">State</th>
          <th scope="col">Exported from</th>
          <th scope="col">Until</th>
          <th scope="col" class="number">
            Events
          </th>
        </tr>
      </thead>
      <tbody>
        {replays.map((each) => (
          <tr key={each.id}>
            <td data-label="Started">
              <a href={to(`/webhooks/endpoints/${each.endpoint_id}?replay=${each.id}`)}>
                {dateTime(each.created_at)}
              </a>
            </td>
            <td data-label="State">
              <span class={`badge ${LOOKS[each.state][1]}`}>{LOOKS[each.state][0]}</span>
            </td>
            <td data-label="Exported from">{dateTime(each.since)}</td>
            <td data-label="Until">{dateTime(each.until)}</td>
            <td data-label="Events" class="number">
              {each.done} of {each.total}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FormProps {
  endpointId: number;
  onStarted: (replay: ReplayResponse) => void;
}

function ReplayForm({ endpointId, onStarted }: FormProps) {
  const { isBusy, problem, run } = useAction();
  const [since, setSince] = useState(() => localTime(new Date(Date.now() - WEEK_MS)));
  const [until, setUntil] = useState('');
  const [states, setStates] = useState<readonly ReplayableState[]>(STATES.map(([state]) => state));
  const [withMissing, setWithMissing] = useState(false);
  const start = async (): Promise<void> =>
    onStarted(
      await api<StartReplayData, ReplayResponse>('POST', '/api/webhook-endpoints/{id}/replay', {
        path: { id: endpointId },
        body: {
          since: new Date(since).toISOString(),
          until: until === '' ? null : new Date(until).toISOString(),
          states: [...states],
          include_missing: withMissing,
        },
      }),
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        run(start);
      }}
    >
      {problem && <ProblemBox problem={problem} />}
      <p class="soft">
        Sends what was exported in a span of time to this endpoint again, with the same ids and the same
        bytes.
      </p>
      <div class="fields">
        <div>
          <label for="replay-since">Exported from</label>
          <input
            id="replay-since"
            type="datetime-local"
            required
            value={since}
            onInput={({ currentTarget: { value } }) => setSince(value)}
          />
        </div>
        <div>
          <label for="replay-until">Until (empty: now)</label>
          <input
            id="replay-until"
            type="datetime-local"
            value={until}
            onInput={({ currentTarget: { value } }) => setUntil(value)}
          />
        </div>
      </div>
      <fieldset class="in-line">
        <legend class="label">What became of it before</legend>
        {STATES.map(([state, label]) => (
          <label key={state} class="inline">
            <input
              type="checkbox"
              checked={states.includes(state)}
              onChange={({ currentTarget: { checked } }) =>
                setStates(checked ? [...states, state] : states.filter((each) => each !== state))
              }
            />
            {label}
          </label>
        ))}
        <label class="inline">
          <input
            type="checkbox"
            checked={withMissing}
            onChange={({ currentTarget: { checked } }) => setWithMissing(checked)}
          />
          Never sent to it, too
        </label>
      </fieldset>
      <p class="actions">
        <button disabled={isBusy || (states.length === 0 && !withMissing)}>Start the replay</button>
      </p>
    </form>
  );
}

const WORDS: Record<ReplayResponse['state'], string> = {
  running: 'It runs.',
  paused: 'It is paused. What it has made goes out.',
  cancelled: 'It was cancelled. What it had made goes out.',
  done: 'It is done. What it has made goes out by itself.',
};

function ReplayProgress({ id, onClose }: { id: number; onClose: () => void }) {
  const { may } = useMe();
  const { isBusy, problem: refused, run } = useAction();
  const { value, problem, reload, set } = useData(
    (signal) =>
      api<GetReplayData, ReplayResponse>('GET', '/api/webhook-replays/{id}', { path: { id }, signal }),
    [id],
  );
  usePoll(reload, POLL_MS, value?.state === 'running');
  const change = (state: ChangeReplayRequest['state']) => (): void =>
    run(async () =>
      set(
        await api<ChangeReplayData, ReplayResponse>('PATCH', '/api/webhook-replays/{id}', {
          path: { id },
          body: { state },
        }),
      ),
    );
  const isOver = value?.state === 'done' || value?.state === 'cancelled';
  return (
    <>
      {problem && <ProblemBox problem={problem} retry={reload} />}
      {refused && <ProblemBox problem={refused} />}
      {!value && !problem && <Loading />}
      {value && (
        <>
          <p>
            <progress
              max={Math.max(value.total, 1)}
              value={value.state === 'done' ? Math.max(value.total, 1) : value.done}
              aria-label="How far the replay is"
            />
          </p>
          <p role="status">
            {value.done} of {value.total} events from {dateTime(value.since)} to {dateTime(value.until)}.{' '}
            {WORDS[value.state]}
          </p>
        </>
      )}
      <p class="actions">
        {may('export') && value?.state === 'running' && (
          <button type="button" disabled={isBusy} onClick={change('paused')}>
            Pause
          </button>
        )}
        {may('export') && value?.state === 'paused' && (
          <button type="button" disabled={isBusy} onClick={change('running')}>
            Go on
          </button>
        )}
        {may('export') && value && !isOver && (
          <button type="button" class="danger" disabled={isBusy} onClick={change('cancelled')}>
            Cancel the replay
          </button>
        )}
        {(isOver || problem) && (
          <button type="button" onClick={onClose}>
            Another replay
          </button>
        )}
      </p>
    </>
  );
}
