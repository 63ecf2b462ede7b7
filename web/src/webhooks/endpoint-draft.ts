import type {
  UpdateWebhookEndpointRequest,
  WebhookEndpointResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';

type AuthType = WebhookEndpointResponse['auth']['type'];
export type WebhookEvent = WebhookEndpointResponse['events'][number];

/** An endpoint as its form has it. */
export interface EndpointDraft {
  url: string;
  description: string;
  events: readonly WebhookEvent[];
  authType: AuthType;
  /** A secret that is stored shows as `***`, and stays when it is left so. */
  token: string;
  headerName: string;
  headerValue: string;
  /** `Name: value`, one a line. */
  headers: string;
  maxInFlight: string;
}

export const NEW_ENDPOINT: EndpointDraft = {
  url: '',
  description: '',
  events: ['document.exported'],
  authType: 'none',
  token: '',
  headerName: '',
  headerValue: '',
  headers: '',
  maxInFlight: '16',
};

export function endpointDraft(endpoint: WebhookEndpointResponse): EndpointDraft {
  const { auth, headers } = endpoint;
  return {
    url: endpoint.url,
    description: endpoint.description ?? '',
    events: endpoint.events,
    authType: auth.type,
    token: auth.token ?? '',
    headerName: auth.name ?? '',
    headerValue: auth.value ?? '',
    headers: Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    maxInFlight: String(endpoint.max_in_flight),
  };
}

/** The lines of the headers that are none. */
export function badHeaderLines(draft: EndpointDraft): string[] {
  return linesOf(draft.headers).filter((line) => line.indexOf(':') < 1);
}

/** What the API is asked for. With `before`, only what has changed, so that others' changes stay. */
export function endpointRequest(draft: EndpointDraft, before?: EndpointDraft): UpdateWebhookEndpointRequest {
  const all = wholeRequest(draft);
  if (!before) return all;
  const old: Partial<Record<string, unknown>> = { ...wholeRequest(before) };
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name])),
  );
}

function wholeRequest(draft: EndpointDraft): UpdateWebhookEndpointRequest {
  const description = draft.description.trim();
  return {
    url: draft.url.trim(),
    description: description === '' ? null : description,
    events: [...draft.events],
    auth: authOf(draft),
    headers: Object.fromEntries(
      linesOf(draft.headers).map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
      }),
    ),
    max_in_flight: Number(draft.maxInFlight),
  };
}

function authOf({ authType, token, headerName, headerValue }: EndpointDraft) {
  if (authType === 'bearer') return { type: authType, token };
  if (authType === 'header') return { type: authType, name: headerName.trim(), value: headerValue };
  return { type: authType };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
