import type { ComponentChildren } from 'preact';
import { useSubmit } from '../use-submit.js';
import { Dialog } from './dialog.js';
import { FormActions } from './form-actions.js';
import { ProblemBox } from './problem-box.js';

interface Props {
  title: string;
  /** On the button that does it. */
  verb?: string;
  /** Whether enough is filled in. */
  isReady?: boolean;
  act: () => Promise<void>;
  onClose: () => void;
  children: ComponentChildren;
}

/** Asks for what something needs, does it, and says why it was refused. */
export function FormDialog({ title, verb = 'Save', isReady = true, act, onClose, children }: Props) {
  const { submit, problem, isBusy } = useSubmit(act);
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {problem && <ProblemBox problem={problem} />}
        {children}
        <FormActions verb={verb} isDisabled={isBusy || !isReady} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
