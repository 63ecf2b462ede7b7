export interface Toast {
  id: number;
  text: string;
  kind: 'good' | 'bad';
}

const SHOWN_MS = 6_000;

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<(toasts: readonly Toast[]) => void>();

/** Says for a moment that something was done; `bad` stays until it is closed. */
export function toast(text: string, kind: Toast['kind'] = 'good'): void {
  const id = nextId++;
  publish([...toasts, { id, text, kind }]);
  if (kind === 'good') setTimeout(() => closeToast(id), SHOWN_MS);
}

export function closeToast(id: number): void {
  publish(toasts.filter((each) => each.id !== id));
}

/** @returns what ends it */
export function onToasts(listener: (toasts: readonly Toast[]) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener(toasts);
}
