import { useEffect, useState } from 'preact/hooks';

/** While a dialog is open the page stays, whatever becomes of the session: `out`, and `back` after the next sign-in. */
type SignInState = 'in' | 'out' | 'back';

let current: SignInState = 'in';
const listeners = new Set<(state: SignInState) => void>();

/** What an answer has told of the session. */
export function toldOfSession(isThere: boolean): void {
  if (!isThere) publish('out');
  else if (current === 'out') publish('back');
}

/** No dialog is open any more: from here on, who is signed out goes to the login page. */
export function forgetSignOut(): void {
  publish('in');
}

export function useSignInState(): SignInState {
  const [state, setState] = useState(current);
  useEffect(() => {
    listeners.add(setState);
    setState(current);
    return () => void listeners.delete(setState);
  }, []);
  return state;
}

function publish(state: SignInState): void {
  current = state;
  for (const listener of listeners) listener(state);
}
