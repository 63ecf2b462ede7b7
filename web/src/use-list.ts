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
  /** As many pages as there are. */
  reload: () => Promise<void>;
  /** Undefined at the end of the list. */
  more: (() => void) | undefined;
}

/** A list of the API, one page after the other, from its beginning whenever `inputs` change. */
export function useList<T>(
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  inputs: readonly unknown[],
): List<T> {
  const wanted = useRef(1);
  const current = useRef<AbortController | undefined>(undefined);
  const [refused, setRefused] = useState<Problem>();
  useEffect(() => {
    wanted.current = 1; // before the first page is loaded, below
    return () => current.current?.abort();
  }, inputs);
  const data = useData(async (signal) => {
    const pages = [await load(undefined, signal)];
    for (
      let cursor = cursorAfter(pages);
      cursor && pages.length < wanted.current;
      cursor = cursorAfter(pages)
    ) {
      pages.push(await load(cursor, signal));
    }
    return pages;
  }, inputs);
  useEffect(() => setRefused(undefined), [data.value]);

  const pages = data.value ?? [];
  const cursor = cursorAfter(pages);
  const more = async (): Promise<void> => {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    try {
      const page = await load(cursor, controller.signal);
      if (controller.signal.aborted) return;
      wanted.current = pages.length + 1;
      data.set([...pages, page]);
    } catch (error) {
      if (controller.signal.aborted) return;
      if (!(error instanceof Problem)) throw error;
      setRefused(error);
    }
  };
  return {
    items: data.value && pages.flatMap(({ items }) => items),
    problem: data.problem ?? refused,
    reload: data.reload,
    more: cursor === undefined ? undefined : () => void more(),
  };
}

function cursorAfter(pages: readonly Page<unknown>[]): string | undefined {
  return pages.at(-1)?.next_cursor ?? undefined;
}
