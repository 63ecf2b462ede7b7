import type { WebhookEndpointResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { endpointState } from './endpoint-words.js';

/** The state of an endpoint. */
export function EndpointBadge({ state }: { state: WebhookEndpointResponse['state'] }) {
  const { tone, label } = endpointState(state);
  return <span class={`badge ${tone}`}>{label}</span>;
}
