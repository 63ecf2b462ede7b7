import { Dialog } from '../parts/dialog.js';
import { ProblemBox } from '../parts/problem-box.js';
import { useAction } from '../use-action.js';

interface Props {
  title: string;
  text: string;
  /** On the button that does it. */
  label: string;
  action: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something is done that cannot be undone. */
export function ConfirmDialog({ title, text, label, action, onClose }: Props) {
  const { isBusy, problem, run } = useAction();
  return (
    <Dialog title={title} onClose={onClose}>
      {problem && <ProblemBox problem={problem} />}
      <p>{text}</p>
      <p class="actions">
        <button type="button" class="danger" disabled={isBusy} onClick={() => run(action)}>
          {label}
        </button>
        <button type="button" onClick={onClose}>
          Keep it
        </button>
      </p>
    </Dialog>
  );
}
