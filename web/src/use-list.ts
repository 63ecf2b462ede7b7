import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from './problem.js';
import { useData } from './use-data.js';

interface Page<T> {
  items: readonly T[];
  next_cursor: string | null;
}

export interface List<T> {
  /** All pages so far. */
  items: readonly T[] | undefined;
  problem: Problem | undefined;
  reload: () => Promise<void>;
  /** Undefined at the end of the list. */
  more: (() => void) | undefined;
}

/** A list of the API, one page after the other, from its beginning whenever `inputs` change. */
export function useList<T>(
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  inputs: readonly unknown[],
): List<T> {
  const first = useData((signal) => load(undefined, signal), inputs);
  const [later, setLater] = useState<readonly Page<T>[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const current = useRef<AbortController | undefined>(undefined);
  useEffect(() => {
    setLater([]);
    setProblem(undefined);
    return () => current.current?.abort();
  }, [first.value]);

  const pages = first.value ? [first.value, ...later] : [];
  const cursor = pages.at(-1)?.next_cursor ?? undefined;
  const more = async (): Promise<void> => {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    try {
      const page = await load(cursor, controller.signal);
      if (controller.signal.aborted) return;
      setLater((before) => [...before, page]);
      setProblem(undefined);
    } catch (error) {
      if (controller.signal.aborted) return;
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return {
    items: first.value && pages.flatMap(({ items }) => items),
    problem: first.problem ?? problem,
    reload: first.reload,
    more: cursor === undefined ? undefined : () => void more(),
  };
}
