import { html, type Html } from '../../shared/http/html.js';
import { PASSWORD_LENGTH } from '../domain/check-password.js';

export function accountPage(page: {
  basePath: string;
  csrfToken: string;
  email: string;
  isChanged: boolean;
  problem?: string;
}): Html {
  const { basePath, csrfToken, email, isChanged, problem } = page;
  const { min, max } = PASSWORD_LENGTH;
  const field = (name: string, label: string, autocomplete: string): Html =>
    html`<p>
      <label for="${name}">${label}</label>
      <input id="${name}" name="${name}" type="password" autocomplete="${autocomplete}" required />
    </p>`;
  return html`<h1>Your account</h1>
    <p>${email}</p>
    <h2>Change your password</h2>
    ${isChanged && html`<p role="status">Your password is changed. You are signed out everywhere else.</p>`}
    ${problem !== undefined && html`<p role="alert">${problem}</p>`}
    <form method="post" action="${basePath}/account">
      <input type="hidden" name="csrf_token" value="${csrfToken}" />
      <input type="hidden" name="username" autocomplete="username" value="${email}" />
      ${field('current_password', 'Current password', 'current-password')}
      ${field('new_password', 'New password', 'new-password')}
      ${field('new_password_again', 'New password, again', 'new-password')}
      <p class="soft">
        ${min} to ${max} characters of any kind. A few words that belong to no sentence are good.
      </p>
      <button>Change the password</button>
    </form>`;
}
