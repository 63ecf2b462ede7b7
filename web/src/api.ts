import type { GetMeResponse, ProblemResponse } from '../../clients/typescript/src/generated/types.gen.js';
import { pathOf, to } from './address.js';
import { isFramed } from './is-framed.js';
import { multipartOf } from './multipart-of.js';
import { Problem } from './problem.js';
import { hasUnsaved } from './router.js';
import { toldOfSession } from './sign-in-state.js';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** An operation as the generated types describe it: `GetDocumentData` and so on. */
interface Operation {
  url: string;
  path?: unknown;
  query?: unknown;
  body?: unknown;
}

type Given<O extends Operation> = Pick<O, Extract<'path' | 'query', keyof O>> & {
  body?: O['body'] | FormData;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

interface FormOptions {
  headers: Record<string, string>;
  signal: AbortSignal;
  onSent: (part: number) => void;
}

/** The session's; null for nobody in particular. */
let csrfToken: string | null = null;

/**
 * One operation of the API:
 * `api<GetDocumentData, GetDocumentResponse>('GET', '/api/documents/{id}', { path: { id } })`
 * @throws {Problem}
 */
export async function api<O extends Operation, Result>(
  method: Method,
  url: O['url'],
  given: Given<O>,
): Promise<Result> {
  const { body, headers, signal } = given;
  const isForm = body instanceof FormData;
  const response = await send(method, address(url, given), {
    signal: signal ?? null,
    headers: { ...(body !== undefined && !isForm && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: isForm ? multipartOf(body) : JSON.stringify(body) }),
  });
  return (response.status === 204 ? undefined : await response.json()) as Result;
}

/** The same for what must stay the text it is, such as external_refs. @param path with a slash at its beginning */
export async function apiText(
  method: Method,
  path: string,
  init: { body?: string; headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<{ text: string; etag: string | null }> {
  const response = await send(method, to(path), {
    ...init,
    headers: {
      ...(init.body !== undefined && { 'content-type': 'application/json' }),
      ...init.headers,
    },
  });
  return { text: await response.text(), etag: response.headers.get('etag') };
}

/**
 * Sends a form, and says how much of it has been sent, from 0 to 1; `fetch` cannot.
 * @param path with a slash at its beginning
 * @throws {Problem}
 */
export async function apiForm<Result>(
  path: string,
  form: FormData,
  { headers, signal, onSent }: FormOptions,
  isAgain = false,
): Promise<Result> {
  const request = new XMLHttpRequest();
  request.open('POST', to(path));
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  if (csrfToken !== null) request.setRequestHeader('x-csrf-token', csrfToken);
  request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0));
  const abort = (): void => request.abort();
  signal.addEventListener('abort', abort);
  try {
    await new Promise<void>((resolve) => {
      request.addEventListener('loadend', () => resolve());
      if (signal.aborted) resolve();
      else request.send(multipartOf(form));
    });
  } finally {
    signal.removeEventListener('abort', abort);
  }
  const { status, responseText } = request;
  if (status === 0) throw Problem.unreachable(true);
  if (status < 300) return JSON.parse(responseText) as Result;
  if (status === 401) dialogTells();
  const body = problemBody(request.getResponseHeader('content-type'), responseText);
  if (body?.code === 'csrf_refused' && !isAgain) {
    await loadMe();
    return apiForm(path, form, { headers, signal, onSent }, true);
  }
  throw Problem.of(status, body, request.getResponseHeader('retry-after'));
}

/** Who is signed in. Anew: with the token against forgery that writes need. */
export async function loadMe(): Promise<GetMeResponse> {
  const me = (await (await send('GET', to('/api/me'), {})).json()) as GetMeResponse;
  csrfToken = me.csrf_token;
  return me;
}

/** Without a session, an open dialog keeps what is written in it, and says so. @returns whether there is one */
function dialogTells(): boolean {
  const isOpen = document.querySelector('dialog[open]') !== null;
  if (isOpen) toldOfSession(false);
  return isOpen;
}

async function send(method: Method, url: string, init: RequestInit, isAgain = false): Promise<Response> {
  const headers = new Headers(init.headers);
  const writes = method !== 'GET';
  if (writes && csrfToken !== null) headers.set('x-csrf-token', csrfToken);
  let response: Response;
  try {
    response = await fetch(url, { ...init, method, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw Problem.unreachable(writes);
  }
  if (response.ok) {
    toldOfSession(true);
    return response;
  }
  const body = problemBody(response.headers.get('content-type'), await response.text().catch(() => ''));
  if (response.status === 401 && !dialogTells() && !writes && !isFramed && !hasUnsaved()) return signIn();
  if (body?.code === 'csrf_refused' && !isAgain) {
    await loadMe(); // signed in again, in another tab
    return send(method, url, init, true);
  }
  throw Problem.of(response.status, body, response.headers.get('retry-after'));
}

/** What is said of an answer that is none of ours must not be shown as if it were. */
function problemBody(type: string | null, text: string): Partial<ProblemResponse> | undefined {
  if (!/json/.test(type ?? '')) return undefined;
  try {
    return JSON.parse(text) as Partial<ProblemResponse>;
  } catch {
    return undefined;
  }
}

/** To the login page, which comes back here. */
function signIn(): Promise<never> {
  const url = new URL(location.href);
  location.assign(to(`/login?next=${encodeURIComponent((pathOf(url) ?? '/') + url.search)}`));
  return new Promise(() => undefined); // the page goes away
}

function address<O extends Operation>(url: string, given: Given<O>): string {
  const { path = {}, query = {} } = given as { path?: object; query?: object };
  const filled = url.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((path as Record<string, unknown>)[name])),
  );
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (each !== undefined && each !== null && each !== '') parameters.append(name, String(each));
    }
  }
  const text = parameters.toString();
  return to(filled) + (text === '' ? '' : `?${text}`);
}
