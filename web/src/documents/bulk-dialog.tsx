import { useRef, useState } from 'preact/hooks';
import { to } from '../address.js';
import { Dialog } from '../parts/dialog.js';
import { useLeaveGuard } from '../router.js';
import type { BulkAction, BulkPlan } from './bulk-plan.js';
import { runBulk, type BulkResult } from './run-bulk.js';

interface Props {
  action: BulkAction;
  plan: BulkPlan;
  onClose: (failed: readonly number[] | undefined) => void;
}

const WORDS: Record<BulkAction, { title: string; button: string; done: string; text: string }> = {
  approve: {
    title: 'Approve',
    button: 'Approve',
    done: 'approved',
    text: 'As you see them in the list. What somebody else has changed meanwhile is left as it is.',
  },
  export: {
    title: 'Export',
    button: 'Export',
    done: 'exported',
    text: 'Each is sent to every webhook endpoint that subscribes.',
  },
};

/** Asks, does it set by set, and says of each what came of it. */
export function BulkDialog({ action, plan: given, onClose }: Props) {
  const [{ possible, refused }] = useState(given); // the list goes on behind it
  const [results, setResults] = useState<readonly BulkResult[]>();
  const stop = useRef(new AbortController());
  const words = WORDS[action];
  const isRunning = results !== undefined && results.length < possible.length;
  useLeaveGuard(isRunning);

  const failed = [
    ...(results ?? []).filter(({ reason }) => reason !== null),
    ...refused.map((document) => ({ document, reason: `Its status is ${document.status}.` })),
  ];
  const done = (results ?? []).filter(({ reason }) => reason === null);
  const start = (): void => {
    setResults([]);
    void runBulk(
      action,
      possible,
      (more) => setResults((before = []) => [...before, ...more]),
      stop.current.signal,
    );
  };
  const close = (): void => {
    if (isRunning) return;
    onClose(results && failed.map(({ document: { id } }) => id));
  };
  return (
    <Dialog title={`${words.title} ${count(possible.length)}`} onClose={close} isWide={results !== undefined}>
      <div class="bulk">
        {results === undefined && <p>{words.text}</p>}
        {results !== undefined && (
          <>
            <progress
              aria-label={`${words.title} ${count(possible.length)}`}
              value={results.length}
              max={possible.length}
            />
            <p role="status">
              {isRunning
                ? `${results.length} of ${possible.length}…`
                : `${done.length} ${words.done}${failed.length > 0 ? `, ${failed.length} not` : ''}.`}
            </p>
          </>
        )}
        {failed.length > 0 && (
          <section class="results" aria-label={`Not ${words.done}`} tabIndex={0}>
            <h3>
              {results === undefined
                ? `${count(failed.length)} you have selected cannot be ${words.done}`
                : `Not ${words.done}`}
            </h3>
            <Results results={failed} />
          </section>
        )}
        {done.length > 0 && (
          <details>
            <summary>
              {done.length} {words.done}
            </summary>
            <Results results={done} />
          </details>
        )}
        <p class="actions">
          {results === undefined && (
            <button type="button" class="primary" autofocus onClick={start}>
              {words.button} {count(possible.length)}
            </button>
          )}
          {isRunning ? (
            <button type="button" onClick={() => stop.current.abort()}>
              Stop
            </button>
          ) : (
            <button type="button" onClick={close}>
              {results === undefined ? 'Cancel' : 'Close'}
            </button>
          )}
        </p>
      </div>
    </Dialog>
  );
}

function Results({ results }: { results: readonly BulkResult[] }) {
  return (
    <ul class="plain">
      {results.map(({ document: { id, filename }, reason }) => (
        <li key={id}>
          <a href={to(`/documents/${id}`)} target="_blank" rel="noopener">
            {filename}
          </a>{' '}
          <span class="soft">#{id}</span>
          {reason !== null && <p class="field-problem">{reason}</p>}
        </li>
      ))}
    </ul>
  );
}

function count(documents: number): string {
  return documents === 1 ? '1 document' : `${documents} documents`;
}
