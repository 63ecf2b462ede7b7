import type {
  IntakeItemResponse,
  ListIntakeItemsData,
  ListIntakeItemsResponse,
  RetryIntakeItemData,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { dateTime } from '../format.js';
import { reasonInWords } from '../intake/reason-in-words.js';
import { useMe } from '../me.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { MoreButton } from '../parts/more-button.js';
import { PageTitle } from '../parts/page-title.js';
import { ProblemBox } from '../parts/problem-box.js';
import { SelectField } from '../parts/select-field.js';
import { navigate, usePlace } from '../router.js';
import { toast } from '../toasts.js';
import { useList } from '../use-list.js';
import { usePoll } from '../use-poll.js';
import { useSubmit } from '../use-submit.js';
import { withQuery } from '../with-query.js';
import '../styles/desk.css';

type Filter = NonNullable<ListIntakeItemsData['query']>;

const CHANNELS = [
  ['', 'All'],
  ['hot_folder', 'Hot folder'],
  ['email', 'E-mail'],
] as const;
const RESULTS = [
  ['', 'All'],
  ['failed', 'Failed'],
  ['waiting', 'Waiting'],
  ['accepted', 'Taken in'],
] as const;
const POLL_MS = 5_000;
/** While something waits: it is tried within seconds. */
const SOON_MS = 1_000;
const LOOKS = { failed: 'red', waiting: 'amber busy', accepted: 'green' };

export default function IntakePage() {
  const { query } = usePlace();
  const channel = query.get('channel') ?? '';
  const result = query.get('result') ?? '';
  const { items, problem, reload, more } = useList<IntakeItemResponse>(
    (cursor, signal) =>
      api<ListIntakeItemsData, ListIntakeItemsResponse>('GET', '/api/intake', {
        query: { channel, result, ...(cursor !== undefined && { cursor }) } as Filter,
        signal,
      }),
    [channel, result],
  );
  usePoll(reload, items?.some((item) => item.result === 'waiting') ? SOON_MS : POLL_MS);
  const isFiltered = channel !== '' || result !== '';
  const filter = (change: Record<string, string>): void =>
    navigate(withQuery('/intake', { channel, result, ...change }), { replace: true });
  return (
    <>
      <PageTitle title="Intake">
        <button type="button" onClick={() => void reload()}>
          Refresh
        </button>
      </PageTitle>
      <div class="fields filters">
        <SelectField
          label="Channel"
          value={channel}
          options={CHANNELS}
          onInput={(value) => filter({ channel: value })}
        />
        <SelectField
          label="Result"
          value={result}
          options={RESULTS}
          onInput={(value) => filter({ result: value })}
        />
      </div>
      {problem && <ProblemBox problem={problem} retry={reload} />}
      <section class="card" aria-label="Arrivals">
        {!items && !problem && <Loading />}
        {items?.length === 0 &&
          (isFiltered ? (
            <Empty title="Nothing like that arrived" text="Choose another channel or result.">
              <button type="button" onClick={() => navigate('/intake')}>
                Show all
              </button>
            </Empty>
          ) : (
            <Empty
              title="Nothing has arrived yet"
              text="Files in a hot folder and mails are listed here. Set up HOT_FOLDERS, SMTP_PORT or IMAP_URL, as README.md says; uploads go straight to the documents."
            >
              <a class="button" href={to('/')}>
                All documents
              </a>
            </Empty>
          ))}
        {items && items.length > 0 && (
          <table class="fold">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">From</th>
                <th scope="col">Arrived</th>
                <th scope="col">Result</th>
                <th scope="col">
                  <span class="off-screen">What to do</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <Item key={item.id} item={item} reload={reload} />
              ))}
            </tbody>
          </table>
        )}
        <MoreButton more={more} />
      </section>
    </>
  );
}

function Item({ item, reload }: { item: IntakeItemResponse; reload: () => Promise<void> }) {
  const { may } = useMe();
  const { submit, problem, isBusy } = useSubmit(async () => {
    await api<RetryIntakeItemData, unknown>('POST', '/api/intake/{id}/retry', { path: { id: item.id } });
    toast(`“${item.name}” is tried again.`);
    await reload();
  });
  return (
    <tr>
      <td data-label="Name">{item.name}</td>
      <td data-label="From">
        {CHANNELS.find(([value]) => value === item.channel)?.[1]}
        <div class="soft small-text">{item.origin}</div>
      </td>
      <td data-label="Arrived">{dateTime(item.created_at)}</td>
      <td data-label="Result">
        <span class={`badge ${LOOKS[item.result]}`}>
          {RESULTS.find(([value]) => value === item.result)?.[1]}
        </span>
        {item.attempts > 1 && <span class="soft small-text"> after {item.attempts} attempts</span>}
        {item.result !== 'accepted' && <div>{reasonInWords(item.reason)}</div>}
        {problem && <ProblemBox problem={problem} />}
      </td>
      <td class="nowrap">
        {item.document_id !== null && (
          <a href={to(`/documents/${item.document_id}`)}>Document {item.document_id}</a>
        )}
        {item.result !== 'accepted' && may('write') && (
          <button
            type="button"
            class="small"
            disabled={isBusy}
            aria-label={`Try again: ${item.name}`}
            onClick={submit}
          >
            Try again
          </button>
        )}
      </td>
    </tr>
  );
}
