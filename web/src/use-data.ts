import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from './problem.js';

export interface Data<T> {
  /** Of the last time that it could be loaded. */
  value: T | undefined;
  /** Of the last time, if it failed. */
  problem: Problem | undefined;
  isLoading: boolean;
  reload: () => Promise<void>;
  /** What is known better already, such as the answer to a change. */
  set: (value: T) => void;
}

/** What `load` gives, loaded anew whenever `inputs` change. Of several requests at a time the latest counts. */
export function useData<T>(load: (signal: AbortSignal) => Promise<T>, inputs: readonly unknown[]): Data<T> {
  const [state, setState] = useState<Pick<Data<T>, 'value' | 'problem' | 'isLoading'>>({
    value: undefined,
    problem: undefined,
    isLoading: true,
  });
  const current = useRef<AbortController | undefined>(undefined);
  const loader = useRef(load);
  loader.current = load;

  const reload = useCallback(async () => {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    setState((before) => ({ ...before, isLoading: true }));
    try {
      const value = await loader.current(controller.signal);
      if (!controller.signal.aborted) setState({ value, problem: undefined, isLoading: false });
    } catch (error) {
      if (controller.signal.aborted) return;
      const problem = Problem.from(error);
      setState((before) => ({ ...before, problem, isLoading: false }));
    }
  }, []);

  useEffect(() => {
    setState({ value: undefined, problem: undefined, isLoading: true });
    void reload();
    return () => current.current?.abort();
  }, inputs);

  const set = useCallback((value: T) => {
    current.current?.abort(); // what is asked for already may be from before
    setState({ value, problem: undefined, isLoading: false });
  }, []);
  return { ...state, reload, set };
}
