import { html, type Html } from '../../shared/http/html.js';
import type { SessionView } from '../application/sessions.js';
import { PASSWORD_LENGTH } from '../domain/check-password.js';
import { browserName } from './browser-name.js';

interface Account {
  basePath: string;
  csrfToken: string;
  email: string;
  /** Newest first. */
  sessions: readonly SessionView[];
  /** Whether there are older ones. */
  hasMore: boolean;
  /** The session that asks. */
  sessionId: string;
  /** What has just been done. */
  done?: string | undefined;
  problem?: string | undefined;
}

export function accountPage(page: Account): Html {
  const { email, done, problem } = page;
  return html`<div class="page-title">
      <h1>Your account</h1>
      <span class="soft">${email}</span>
    </div>
    ${done !== undefined && html`<p class="note" role="status">${done}</p>`}
    ${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`} ${sessionsCard(page)}
    ${passwordCard(page)}`;
}

function sessionsCard({ basePath, csrfToken, sessions, hasMore, sessionId }: Account): Html {
  const others = sessions.filter(({ id }) => id !== sessionId);
  return html`<section class="card" aria-labelledby="sessions">
    <form method="post" action="${basePath}/account/sessions/end">
      <input type="hidden" name="csrf_token" value="${csrfToken}" />
      <table class="fold">
        <caption id="sessions">
          Where you are signed in
        </caption>
        <thead>
          <tr>
            <th scope="col">Browser</th>
            <th scope="col">Address at sign-in</th>
            <th scope="col">Signed in</th>
            <th scope="col">Last used</th>
            <th scope="col"><span class="off-screen">What to do</span></th>
          </tr>
        </thead>
        <tbody>
          ${sessions.map((session) => sessionLine(session, session.id === sessionId))}
        </tbody>
      </table>
      ${
        (others.length > 1 || hasMore) &&
        html`<p class="card-body">
          ${hasMore && 'There are older ones, too. '}
          <button class="danger" formaction="${basePath}/account/sessions/end-others">
            End all other sessions
          </button>
        </p>`
      }
    </form>
  </section>`;
}

function sessionLine({ id, userAgent, address, createdAt, lastUsedAt }: SessionView, isThis: boolean): Html {
  const name = browserName(userAgent);
  return html`<tr>
    <td data-label="Browser">${name} ${isThis && html`<span class="badge green">This one</span>`}</td>
    <td data-label="Address at sign-in">${address}</td>
    <td data-label="Signed in">${moment(createdAt)}</td>
    <td data-label="Last used">${moment(lastUsedAt)}</td>
    <td>
      ${
        !isThis &&
        html`<button
          class="small danger"
          name="session"
          value="${id}"
          aria-label="End the session of ${name}, signed in ${minute(createdAt)}"
        >
          End
        </button>`
      }
    </td>
  </tr>`;
}

function moment(time: Date): Html {
  return html`<time datetime="${time.toISOString()}">${minute(time)}</time>`;
}

function minute(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function passwordCard({ basePath, csrfToken, email }: Account): Html {
  const { min, max } = PASSWORD_LENGTH;
  const field = (name: string, label: string, autocomplete: string): Html =>
    html`<p>
      <label for="${name}">${label}</label>
      <input id="${name}" name="${name}" type="password" autocomplete="${autocomplete}" required />
    </p>`;
  return html`<section class="card">
    <header><h2>Change your password</h2></header>
    <div class="card-body">
      <form method="post" action="${basePath}/account">
        <input type="hidden" name="csrf_token" value="${csrfToken}" />
        <input type="hidden" name="username" autocomplete="username" value="${email}" />
        ${field('current_password', 'Current password', 'current-password')}
        ${field('new_password', 'New password', 'new-password')}
        ${field('new_password_again', 'New password, again', 'new-password')}
        <p class="soft">
          ${min} to ${max} characters of any kind. A few words that belong to no sentence are good.
        </p>
        <button class="primary">Change the password</button>
      </form>
    </div>
  </section>`;
}
