import { html, type Html } from '../../shared/http/html.js';

export function loginForm(form: {
  basePath: string;
  formToken: string;
  next: string | undefined;
  /** Whether there is an identity provider. */
  hasProvider: boolean;
  /** Shown again after a problem; a password or a token is not. */
  email: string;
  /** Whether the problem is one of the form for tokens. */
  withToken: boolean;
  problem?: string;
}): Html {
  const { basePath, formToken, next, hasProvider, email, withToken, problem } = form;
  const hidden = html`<input type="hidden" name="form_token" value="${formToken}" />
    ${next !== undefined && html`<input type="hidden" name="next" value="${next}" />`}`;
  const described = problem !== undefined && html`aria-describedby="problem" aria-invalid="true"`;
  const provider = `${basePath}/login/oidc${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`;
  return html`<section class="card narrow">
    <header><h1>Sign in</h1></header>
    <div class="card-body">
      ${problem !== undefined && html`<p id="problem" class="problem" role="alert">${problem}</p>`}
      ${hasProvider && html`<p><a class="button" href="${provider}">Sign in with your organisation</a></p>`}
      <form method="post" action="${basePath}/login">
        ${hidden}
        <p>
          <label for="email">E-mail</label>
          <input
            id="email"
            name="email"
            type="email"
            autocomplete="username"
            spellcheck="false"
            required
            value="${email}"
            ${!withToken && html`autofocus ${described}`}
          />
        </p>
        <p>
          <label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required />
        </p>
        <button class="primary">Sign in</button>
      </form>
      <details ${withToken && html`open`}>
        <summary>Sign in with an API token</summary>
        <form method="post" action="${basePath}/login">
          ${hidden}
          <p>
            <label for="token">API token</label>
            <input
              id="token"
              name="token"
              type="password"
              autocomplete="off"
              spellcheck="false"
              required
              ${withToken && html`autofocus ${described}`}
            />
          </p>
          <p class="soft">
            It begins with <code>re_</code>. The first one was shown when the service first started.
          </p>
          <button>Sign in</button>
        </form>
      </details>
    </div>
  </section>`;
}

export function signedIn(page: {
  /** `Ann Smith`, or `the token “zapier”`. */
  as: string;
  isUser: boolean;
  basePath: string;
  next: string | undefined;
}): Html {
  const { as, isUser, basePath, next } = page;
  return html`<section class="card narrow">
    <header><h1>Signed in</h1></header>
    <div class="card-body">
      <p>You are signed in as ${as}.</p>
      <p class="actions">
        <a class="button primary" href="${basePath}${next ?? '/'}"
          >${next === undefined ? 'All documents' : 'Go on'}</a
        >
        ${isUser && html`<a class="button" href="${basePath}/account">Your account</a>`}
      </p>
    </div>
  </section>`;
}
