import { useState } from 'preact/hooks';
import { Problem } from './problem.js';

export interface Submit {
  submit: () => void;
  problem: Problem | undefined;
  isBusy: boolean;
}

/** Something that is done once at a time, and says why it was refused. */
export function useSubmit(act: () => Promise<void>): Submit {
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { submit: () => void run(), problem, isBusy };
}
