import { useSubmit } from '../use-submit.js';
import { Dialog } from './dialog.js';
import { ProblemBox } from './problem-box.js';

interface Props {
  title: string;
  /** What it means. */
  text: string;
  /** On the button that does it. */
  verb: string;
  /** On the one that does not. */
  keep?: string;
  act: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ title, text, verb, keep = 'Cancel', act, onClose }: Props) {
  const { submit, problem, isBusy } = useSubmit(act);
  return (
    <Dialog title={title} onClose={onClose}>
      <div>
        {problem && <ProblemBox problem={problem} />}
        <p>{text}</p>
        <p class="actions">
          <button type="button" class="danger" disabled={isBusy} onClick={submit}>
            {verb}
          </button>
          <button type="button" onClick={onClose}>
            {keep}
          </button>
        </p>
      </div>
    </Dialog>
  );
}
