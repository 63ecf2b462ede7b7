import { useEffect, useRef } from 'preact/hooks';

/** Calls `reload` every `ms` as long as `isWanted` and somebody looks at the page. */
export function usePoll(reload: () => unknown, ms: number, isWanted = true): void {
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => {
    if (!isWanted) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void latest.current();
    }, ms);
    return () => clearInterval(timer);
  }, [ms, isWanted]);
}
