const LIMIT_MS = 30_000;

/** Speaks to the service as an integration does: HTTP and a token. */
export class Client {
  /**
   * @param {string} url
   * @param {string} token
   */
  constructor(url, token) {
    this.url = url;
    this.token = token;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {FormData | object} [body]
   * @returns {Promise<any>} the parsed answer
   */
  async call(method, path, body) {
    const isForm = body instanceof FormData;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body && !isForm && { 'content-type': 'application/json' }),
      },
      body: isForm ? body : body && JSON.stringify(body),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 1000)}`);
    return JSON.parse(text);
  }
}

/**
 * Opens doc_url as a browser does that is not signed in: it leads to the login form, which the token opens, and
 * back to the document, whose page asks the API for it with the session's cookie.
 * @param {string} docUrl
 * @param {string} token
 * @returns {Promise<{ login: string, shown: { filename: string } }>} the address of the login, and what the page shows
 */
export async function openInBrowser(docUrl, token) {
  /** @type {Map<string, string>} */
  const cookies = new Map();
  /** @param {string} url @param {RequestInit} [init] */
  const visit = async (url, init) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie && { cookie }) },
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = new URL(answer.headers.get('location') ?? url, url).href;
    return { status: answer.status, location, text: await answer.text() };
  };
  /** @param {boolean} held @param {string} problem */
  const expect = (held, problem) => {
    if (!held) throw new Error(`${docUrl} does not open: ${problem}`);
  };

  const first = await visit(docUrl);
  expect(
    first.status === 302 && new URL(first.location).pathname === '/login',
    `signed out, it answered ${first.status} instead of leading to the login`,
  );
  const login = await visit(first.location);
  expect(login.status === 200, `the login answered ${login.status}`);
  const form = new URLSearchParams({ token });
  for (const [input] of login.text.matchAll(/<input type="hidden"[^>]*>/g)) {
    form.set(attribute(input, 'name'), attribute(input, 'value'));
  }
  const signedIn = await visit(first.location.replace(/\?.*/, ''), { method: 'POST', body: form });
  expect(signedIn.status === 303, `signing in answered ${signedIn.status}`);
  expect(signedIn.location === docUrl, `signing in led to ${signedIn.location}`);
  const page = await visit(signedIn.location);
  expect(page.status === 200, `signed in, it answered ${page.status}`);
  expect(page.text.includes('<div id="app">'), 'it is not the application');
  const asked = await visit(docUrl.replace(/\/documents\/(\d+)$/, '/api/documents/$1'));
  expect(asked.status === 200, `the API answered its page ${asked.status}`);
  return { login: first.location, shown: JSON.parse(asked.text) };
}

/**
 * @param {string} tag
 * @param {string} name
 */
function attribute(tag, name) {
  return (new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '').replaceAll('&amp;', '&');
}
