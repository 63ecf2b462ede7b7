import type { ComponentChildren } from 'preact';
import { to } from '../address.js';
import { isFramed } from '../is-framed.js';
import { matchRoute } from '../match-route.js';
import { useMe } from '../me.js';
import { ROUTES } from '../routes.js';

/** What is around every page: where one can go, and who one is. */
export function Frame({ path, children }: { path: string; children: ComponentChildren }) {
  const { user, token_name: tokenName, csrf_token: csrfToken, may } = useMe();
  const name = user?.name ?? tokenName ?? 'Signed in';
  const main = (
    <main id="main" tabIndex={-1}>
      {children}
    </main>
  );
  if (isFramed) return main; // the other pages are not shown in frames
  const here = path.startsWith('/documents/') ? '/' : path;
  return (
    <>
      <a class="skip" href={`${to(path)}#main`} onClick={skip}>
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href={to('/')}>
          RecordEngine
        </a>
        <nav aria-label="Main">
          {ROUTES.map(({ path: pattern, entry }) =>
            entry && may(entry.scope) ? (
              <a
                key={pattern}
                href={to(pattern.replace(/\/\*$/, '') || '/')}
                aria-current={matchRoute(pattern, here) ? 'page' : undefined}
              >
                {entry.label}
              </a>
            ) : null,
          )}
        </nav>
        <details class="menu">
          <summary>{name}</summary>
          <div class="menu-items">
            <p class="soft">
              {user ? user.email : `Signed in with the API token “${name}”`}
              <br />
              May: {user?.role ?? ''} {user ? '·' : ''} {me(may)}
            </p>
            {user && <a href={to('/account')}>Your account</a>}
            {csrfToken !== null && (
              <form method="post" action={to('/logout')}>
                <input type="hidden" name="csrf_token" value={csrfToken} />
                <button>Sign out</button>
              </form>
            )}
          </div>
        </details>
      </header>
      {main}
    </>
  );
}

function me(may: ReturnType<typeof useMe>['may']): string {
  return (['read', 'write', 'export', 'admin'] as const).filter(may).join(', ');
}

/** The base of addresses is not this page, so a plain #main would leave it. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
