import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { SignedOut } from './signed-out.js';

interface Props {
  title: string;
  /** Escape, the cross, or a click beside it. */
  onClose: () => void;
  isWide?: boolean;
  children: ComponentChildren;
}

/** Shown as long as it is drawn. The browser keeps the focus in it and gives it back. */
export function Dialog({ title, onClose, isWide = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={isWide ? 'wide' : ''}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" class="quiet" aria-label="Close" onClick={onClose}>
          ✕
        </button>
      </header>
      <SignedOut />
      {children}
    </dialog>
  );
}
