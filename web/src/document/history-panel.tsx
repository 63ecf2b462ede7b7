import { useState } from 'preact/hooks';
import { apiText } from '../api.js';
import { actorName, dateTime } from '../format.js';
import { Loading } from '../parts/loading.js';
import { ProblemBox } from '../parts/problem-box.js';
import { Problem } from '../problem.js';
import { toast } from '../toasts.js';
import { useData } from '../use-data.js';
import { historyOf, type HistoryLine } from './history-of.js';

const PAGE = 20;

/** Who did what, newest first. */
export function HistoryPanel({ documentId, version }: { documentId: number; version: number }) {
  const [older, setOlder] = useState<{ version: number; lines: HistoryLine[]; nextCursor: string | null }>();
  const load = async (cursor: string | null, signal?: AbortSignal) => {
    const more = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const path = `/api/documents/${documentId}/history?limit=${PAGE}${more}`;
    return historyOf((await apiText('GET', path, signal ? { signal } : {})).text);
  };
  const { value, problem, reload } = useData((signal) => load(null, signal), [documentId, version]);
  const added = older?.version === version ? older : undefined;
  const nextCursor = added ? added.nextCursor : (value?.nextCursor ?? null);
  const showMore = async (): Promise<void> => {
    try {
      const page = await load(nextCursor);
      setOlder({ version, lines: [...(added?.lines ?? []), ...page.lines], nextCursor: page.nextCursor });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast(error.message, 'bad');
    }
  };
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
      {!value && !problem && <Loading />}
      {value && (
        <ol class="history">
          {[...value.lines, ...(added?.lines ?? [])].map((line) => (
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
      {nextCursor !== null && (
        <p class="card-body">
          <button type="button" class="small" onClick={() => void showMore()}>
            Show more
          </button>
        </p>
      )}
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
