import { useEffect, useRef, useState } from 'preact/hooks';
import { to } from './address.js';

/** Where the service has no stream left, or something between does not let it through. */
const POLL_MS = 5_000;

/** Calls `onChange` whenever the document has changed, as long as `isWanted` and somebody looks at the page. */
export function useLive(documentId: number, isWanted: boolean, onChange: () => void): void {
  const isVisible = useVisibility();
  const listener = useRef(onChange);
  listener.current = onChange;
  useEffect(() => {
    if (!isWanted || !isVisible) return; // browsers allow six connections at a time over all tabs
    let timer: ReturnType<typeof setInterval> | undefined;
    const source = new EventSource(to(`/api/documents/${documentId}/live`));
    source.addEventListener('changed', () => listener.current());
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself
      timer ??= setInterval(() => listener.current(), POLL_MS);
    });
    return () => {
      source.close();
      clearInterval(timer);
    };
  }, [documentId, isWanted, isVisible]);
}

function useVisibility(): boolean {
  const [isVisible, setVisible] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const listener = (): void => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  }, []);
  return isVisible;
}
