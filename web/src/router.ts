import { useEffect, useState } from 'preact/hooks';
import { pathOf, to } from './address.js';

export interface Place {
  /** Without where the application lives. */
  path: string;
  query: URLSearchParams;
}

type Guard = () => boolean;

const listeners = new Set<() => void>();
const guards = new Set<Guard>();

function here(): Place {
  const url = new URL(location.href);
  return { path: pathOf(url) ?? '/', query: url.searchParams };
}

/** Goes to a path of ours, with its query. `replace`: without a step back to where we are. */
export function navigate(path: string, { replace = false } = {}): void {
  if (!mayLeave()) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', to(path));
  for (const listener of listeners) listener();
}

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const listener = (): void => setPlace(here());
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return place;
}

/** Asks before a page with something unsaved is left. */
export function useLeaveGuard(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const guard: Guard = () => confirm('Leave without saving your changes?');
    const beforeUnload = (event: Event): void => event.preventDefault();
    guards.add(guard);
    window.addEventListener('beforeunload', beforeUnload);
    return () => {
      guards.delete(guard);
      window.removeEventListener('beforeunload', beforeUnload);
    };
  }, [isUnsaved]);
}

export function hasUnsaved(): boolean {
  return guards.size > 0;
}

function mayLeave(): boolean {
  return [...guards].every((guard) => guard());
}

let last = location.href;

/** Follows links within the application, and the steps of the browser. `isOurs`: whether a path is a page of it. */
export function startRouter(isOurs: (path: string) => boolean): void {
  window.addEventListener('popstate', () => {
    if (mayLeave()) for (const listener of listeners) listener();
    else history.pushState(null, '', last);
  });
  listeners.add(() => (last = location.href));
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest('a');
    if (!link || !link.href || link.target || link.hasAttribute('download')) return;
    const url = new URL(link.href);
    const path = pathOf(url);
    if (path === undefined || !isOurs(path)) return;
    event.preventDefault();
    navigate(path + url.search);
  });
}
