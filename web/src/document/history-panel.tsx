import { apiText } from '../api.js';
import { actorName, dateTime } from '../format.js';
import { Loading } from '../parts/loading.js';
import { MoreButton } from '../parts/more-button.js';
import { ProblemBox } from '../parts/problem-box.js';
import { useList } from '../use-list.js';
import { historyOf, type HistoryLine } from './history-of.js';

const PAGE = 20;

/** Who did what, newest first. */
export function HistoryPanel({ documentId, version }: { documentId: number; version: number }) {
  const { items, problem, more, reload } = useList<HistoryLine>(
    async (cursor, signal) => {
      const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const path = `/api/documents/${documentId}/history?limit=${PAGE}${after}`;
      const { lines, nextCursor } = historyOf((await apiText('GET', path, { signal })).text);
      return { items: lines, next_cursor: nextCursor };
    },
    [documentId, version],
  );
  return (
    <section class="card" aria-labelledby="history-title">
      <header>
        <h2 id="history-title">History</h2>
      </header>
      {problem && (
        <div class="card-body">
          <ProblemBox problem={problem} retry={reload} />
        </div>
      )}
      {!items && !problem && <Loading />}
      {items && (
        <ol class="history">
          {items.map((line) => (
            <li key={line.id}>
              <span class="history-what">
                <strong>{line.what}</strong> <Values line={line} />
              </span>
              <span class="soft small-text">
                {actorName(line.actor)}, <time dateTime={line.at}>{dateTime(line.at)}</time>
              </span>
            </li>
          ))}
        </ol>
      )}
      <MoreButton more={more} what="of the history" />
    </section>
  );
}

/** Longer ones are folded. */
const SHORT = 80;

function Values({ line: { from, to } }: { line: HistoryLine }) {
  if (from === null && to === null) return null;
  if ((from ?? '').length + (to ?? '').length <= SHORT) {
    return (
      <span>
        {from !== null && (
          <>
            <del>{from}</del> →{' '}
          </>
        )}
        <span>{to ?? '(empty)'}</span>
      </span>
    );
  }
  return (
    <details class="values">
      <summary>What</summary>
      {from !== null && (
        <>
          <span class="soft">Before</span>
          <pre>{from}</pre>
        </>
      )}
      <span class="soft">After</span>
      <pre>{to ?? '(empty)'}</pre>
    </details>
  );
}
