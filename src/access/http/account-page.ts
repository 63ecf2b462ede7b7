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
  return html`<div class="page-title">
      <h1>Your account</h1>
      <span class="soft">${email}</span>
    </div>
    ${isChanged && html`<p class="note" role="status">Your password is changed. You are signed out everywhere else.</p>`}
    ${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
    <section class="card">
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
