import { createClient, type Client } from './generated/client/index.js';
import { RecordEngineApi } from './generated/sdk.gen.js';
import type { DocumentResponse, NewVersionResponse } from './generated/types.gen.js';
import { toJsonText } from './exact-json.js';
import { rememberRefs, rememberWhole } from './exact-text.js';
import { RecordEngineError } from './record-engine-error.js';

export interface RecordEngineOptions {
  /** Where the service is, such as `https://records.example`. */
  baseUrl: string;
  /** `re_…` */
  token: string;
  /** Instead of the built-in one: for proxies, timeouts, tests. */
  fetch?: typeof fetch;
}

export interface FileUpload {
  file: Blob | Uint8Array;
  filename: string;
  contact_id: number;
  folder_id: number;
  profile_id?: number;
  notes?: string;
  /** A text is kept byte for byte. */
  external_refs?: string | object;
  /** Makes it safe to send the same upload again. */
  idempotencyKey?: string;
}

export interface VersionUpload {
  file: Blob | Uint8Array;
  filename: string;
  profile_id?: number;
  /** The `version` of the document that you have seen; another one is refused (412). */
  expected_version?: number;
  /** Makes it safe to send the same upload again. */
  idempotencyKey?: string;
}

const REFS_ALONE = /\/external_refs(\/[^/]*)?$/;

/**
 * All operations of the API, one method for each `operationId`: `{ path, query, body, headers }` in,
 * `{ data, response }` out. Refusals are thrown as `RecordEngineError`. `exactJson` and `exactText` send and receive
 * `external_refs` exactly.
 */
export class RecordEngine extends RecordEngineApi {
  constructor({ baseUrl, token, fetch }: RecordEngineOptions) {
    if (!/^https?:\/\//.test(baseUrl))
      throw new TypeError('baseUrl must be an address, such as https://records.example');
    if (!/^re_[0-9a-f]{40}$/.test(token))
      throw new TypeError('token must be an API token: re_ and 40 hex digits.');
    super({ client: exactClient(baseUrl.replace(/\/+$/, ''), token, fetch) });
  }

  /** As a form, which takes larger files than the JSON of `uploadDocument`. */
  async uploadFile(upload: FileUpload): Promise<{ data: DocumentResponse; response: Response }> {
    const { file, filename, external_refs: refs, idempotencyKey, ...fields } = upload;
    const form = new FormData();
    for (const [name, value] of Object.entries(fields))
      if (value !== undefined) form.set(name, String(value));
    // In a text field line breaks would become CRLF on the way; a Blob is left as it is.
    if (refs !== undefined) {
      form.set(
        'external_refs',
        new Blob([typeof refs === 'string' ? refs : toJsonText(refs)]),
        'external_refs.json',
      );
    }
    setFile(form, file, filename);
    return this.sendForm<DocumentResponse>('/api/documents/upload', form, { idempotencyKey });
  }

  /** A new file for a document, as a form, which takes larger files than the JSON of `uploadDocumentVersion`. */
  async uploadVersion(
    id: number,
    upload: VersionUpload,
  ): Promise<{ data: NewVersionResponse; response: Response }> {
    const { file, filename, profile_id: profile, expected_version: version, idempotencyKey } = upload;
    const form = new FormData();
    if (profile !== undefined) form.set('profile_id', String(profile));
    setFile(form, file, filename);
    return this.sendForm<NewVersionResponse>('/api/documents/{id}/versions', form, {
      idempotencyKey,
      path: { id },
      query: { expected_version: version },
    });
  }

  private async sendForm<Answer>(
    url: string,
    form: FormData,
    { idempotencyKey, ...where }: FormOptions,
  ): Promise<{ data: Answer; response: Response }> {
    const { data, response } = await this.client.post<{ 201: Answer }, unknown, true>({
      url,
      ...where,
      body: form,
      bodySerializer: null,
      headers: {
        'Content-Type': null,
        ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
      },
      throwOnError: true,
    });
    return { data, response };
  }
}

interface FormOptions {
  idempotencyKey: string | undefined;
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
}

function setFile(form: FormData, file: Blob | Uint8Array, filename: string): void {
  form.set('file', file instanceof Blob ? file : new Blob([new Uint8Array(file)]), filename);
}

function exactClient(baseUrl: string, token: string, fetch: RecordEngineOptions['fetch']): Client {
  const client = createClient({
    baseUrl,
    headers: { Authorization: `Bearer ${token}` },
    bodySerializer: toJsonText,
    throwOnError: true,
    ...(fetch && { fetch }),
  });
  client.interceptors.request.use((request, { url, path = {} }) => {
    refuseLostNames(url, path);
    return request;
  });
  client.interceptors.response.use(async (response, request, options) => {
    if (!response.ok || !/json/.test(response.headers.get('content-type') ?? '')) return response;
    const text = await response.clone().text();
    const remember = REFS_ALONE.test(new URL(request.url).pathname) ? rememberWhole : rememberRefs;
    options.responseTransformer = (answer) => {
      remember(answer, text);
      return Promise.resolve(answer);
    };
    return response;
  });
  client.interceptors.error.use((error, response: Response | undefined) => {
    if (!response) return error; // no answer at all: the error of fetch
    const problem = typeof error === 'object' && error !== null ? error : {};
    return new RecordEngineError(response.status, problem, response.headers);
  });
  return client;
}

/** These would change which address it is: `DELETE …/external_refs/..` becomes `DELETE /api/documents/{id}/`. */
function refuseLostNames(url: string, given: Record<string, unknown>): void {
  for (const [, name = ''] of url.matchAll(/\{(\w+)\}/g)) {
    const value = given[name];
    if ((typeof value === 'string' && !['', '.', '..'].includes(value)) || typeof value === 'number')
      continue;
    throw new TypeError(`path.${name} must be an id or a name, and neither empty nor "." nor "..".`);
  }
}
