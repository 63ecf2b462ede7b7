import { useEffect, useState } from 'preact/hooks';
import { copyText } from '../copy-text.js';

const SAID_MS = 2_000;

/** Copies `text`; `what` goes on with the label, for who does not see what stands beside it. */
export function CopyButton({ text, what, label = 'Copy' }: { text: string; what: string; label?: string }) {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [isDone]);
  return (
    <button type="button" class="small quiet" onClick={() => void copyText(text).then(() => setDone(true))}>
      {isDone ? 'Copied' : label} <span class="off-screen">{what}</span>
    </button>
  );
}
