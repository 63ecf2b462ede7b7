import type { Problem } from './problem.js';
import { useAction } from './use-action.js';

interface Submit {
  submit: () => void;
  problem: Problem | undefined;
  isBusy: boolean;
}

/** The one thing that a form or a button does. */
export function useSubmit(act: () => Promise<void>): Submit {
  const { isBusy, problem, run } = useAction();
  return { submit: () => run(act), problem, isBusy };
}
