import { useEffect, useState } from 'preact/hooks';
import { closeToast, onToasts, type Toast } from '../toasts.js';

/** What was just done or failed, in a corner; read out without taking the focus. */
export function ToastList() {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  useEffect(() => onToasts(setToasts), []);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, text, kind }) => (
        <div key={id} class={`toast ${kind}`}>
          <span>{text}</span>
          <button type="button" class="quiet" aria-label="Close this message" onClick={() => closeToast(id)}>
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}
