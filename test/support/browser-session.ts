/** What a browser keeps and sends: cookies, and that its requests come from the same site. */
export class BrowserSession {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly url: string,
    private readonly site = 'same-origin',
  ) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async send(path: string, init: RequestInit = {}): Promise<Visited> {
    const headers = new Headers(init.headers);
    headers.set('sec-fetch-site', this.site);
    if (this.cookies.size > 0) headers.set('cookie', this.cookie);
    const response = await fetch(new URL(path, this.url), { redirect: 'manual', ...init, headers });
    for (const each of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const { status, headers: given } = response;
    return { status, headers: given, location: given.get('location'), text: await response.text() };
  }

  post(path: string, fields: Record<string, string>): Promise<Visited> {
    return this.send(path, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** Opens the form, and sends its hidden fields with these. */
  async logIn(fields: Record<string, string>, next?: string): Promise<Visited> {
    const query = next === undefined ? '' : `?next=${encodeURIComponent(next)}`;
    const { text } = await this.send(`/login${query}`);
    return this.post('/login', { ...hiddenFields(text), ...fields });
  }

  /** A JSON request, with the token against forgery unless another one is given. */
  async json<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Visited & { body: T }> {
    const visited = await this.send(path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'x-csrf-token': await this.csrfToken() }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const isJson = /json/.test(visited.headers.get('content-type') ?? '');
    return { ...visited, body: (isJson ? JSON.parse(visited.text) : undefined) as T };
  }

  async csrfToken(): Promise<string> {
    const { status, text } = await this.send('/api/me');
    return status === 200 ? ((JSON.parse(text) as { csrf_token: string | null }).csrf_token ?? '') : '';
  }
}

export interface Visited {
  status: number;
  headers: Headers;
  location: string | null;
  text: string;
}

/** Of a form in a page of ours. */
export function hiddenFields(page: string): Record<string, string> {
  const fields = page.matchAll(
    /<input\s+type="hidden"\s+name="([^"]+)"(?:\s+autocomplete="\w+")?\s+value="([^"]*)"/g,
  );
  return Object.fromEntries(
    [...fields].map(([, name = '', value = '']) => [
      name,
      value.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
    ]),
  );
}
