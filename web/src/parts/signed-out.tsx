import { useEffect } from 'preact/hooks';
import { to } from '../address.js';
import { loadMe } from '../api.js';
import { forgetSignOut, useSignInState } from '../sign-in-state.js';

/** In a dialog whose page has lost its session: what is written there waits for the next sign-in. */
export function SignedOut() {
  const state = useSignInState();
  useEffect(() => forgetSignOut, []);
  useEffect(() => {
    if (state !== 'out') return;
    const look = (): void => void loadMe().catch(() => undefined); // who comes back from the other tab
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [state]);
  return (
    <div role="status">
      {state === 'out' && (
        <p class="note">
          You are signed out. What you wrote here is kept:{' '}
          <a href={to('/login')} target="_blank" rel="noopener">
            sign in in a new tab
          </a>
          , then go on here.
        </p>
      )}
      {state === 'back' && <p class="note">You are signed in again. Go on here.</p>}
    </div>
  );
}
