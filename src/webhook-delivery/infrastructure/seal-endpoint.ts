import type { SecretBox } from '../../shared/kernel/secret-box.js';
import type { EndpointAuth } from '../domain/endpoint-auth.js';
import type { WebhookEndpointRow } from './webhook-endpoint.row.js';

type SealedAuth = Pick<WebhookEndpointRow, 'authType' | 'authName' | 'authSealed'>;
type SealedHeaders = Pick<WebhookEndpointRow, 'headersSealed' | 'headerNames'>;

export function sealAuth(box: SecretBox, auth: EndpointAuth): SealedAuth {
  switch (auth.type) {
    case 'none':
      return { authType: 'none', authName: null, authSealed: null };
    case 'bearer':
      return { authType: 'bearer', authName: null, authSealed: box.seal(auth.token) };
    case 'header':
      return { authType: 'header', authName: auth.name, authSealed: box.seal(auth.value) };
  }
}

export function openAuth(box: SecretBox, { authType, authName, authSealed }: SealedAuth): EndpointAuth {
  if (authType === 'bearer') return { type: 'bearer', token: box.open(authSealed ?? '') };
  if (authType === 'header')
    return { type: 'header', name: authName ?? '', value: box.open(authSealed ?? '') };
  return { type: 'none' };
}

export function sealHeaders(box: SecretBox, headers: Record<string, string>): SealedHeaders {
  return { headersSealed: box.seal(JSON.stringify(headers)), headerNames: Object.keys(headers) };
}

export function openHeaders(box: SecretBox, sealed: string): Record<string, string> {
  return JSON.parse(box.open(sealed)) as Record<string, string>;
}
