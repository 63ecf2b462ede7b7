import { useState } from 'preact/hooks';
import { Problem } from './problem.js';

interface ActionState {
  isBusy: boolean;
  /** Of the last time, if it failed. */
  problem: Problem | undefined;
  /** One at a time; whatever is asked for meanwhile is not done. */
  run: (action: () => Promise<void>) => void;
}

/** What somebody does with a button or a form. */
export function useAction(): ActionState {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const execute = async (action: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await action();
    } catch (error) {
      setProblem(Problem.from(error));
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, problem, run: (action) => void (isBusy || execute(action)) };
}
