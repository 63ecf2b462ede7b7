import { html, type Html } from '../../shared/http/html.js';

export function loginForm(form: {
  basePath: string;
  formToken: string;
  next: string | undefined;
  problem?: string;
}): Html {
  const { basePath, formToken, next, problem } = form;
  const described = problem === undefined ? 'help' : 'help problem';
  return html`<h1>Sign in</h1>
    <form method="post" action="${basePath}/login">
      <input type="hidden" name="form_token" value="${formToken}" />
      ${next !== undefined && html`<input type="hidden" name="next" value="${next}" />`}
      ${problem !== undefined && html`<p id="problem" role="alert">${problem}</p>`}
      <p>
        <label for="token">API token</label>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="current-password"
          spellcheck="false"
          required
          autofocus
          aria-describedby="${described}"
          ${problem !== undefined && html`aria-invalid="true"`}
        />
      </p>
      <p id="help" class="soft">
        It begins with <code>re_</code>. The first one was shown when the service first started.
      </p>
      <button>Sign in</button>
    </form>`;
}

export function signedIn(page: { tokenName: string; basePath: string; next: string | undefined }): Html {
  const { tokenName, basePath, next } = page;
  return html`<h1>Signed in</h1>
    <p>You are signed in with the token “${tokenName}”.</p>
    ${next !== undefined && html`<p><a href="${basePath}${next}">Go on</a></p>`}`;
}
