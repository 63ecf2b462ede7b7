import { DomainError } from '../../shared/kernel/domain-error.js';
import type { EndpointAuth } from './endpoint-auth.js';

export interface EndpointAuthParts {
  type: EndpointAuth['type'];
  token?: string | null;
  name?: string | null;
  value?: string | null;
}

type Part = 'token' | 'name' | 'value';
const NEEDED: Record<EndpointAuth['type'], Part[]> = {
  none: [],
  bearer: ['token'],
  header: ['name', 'value'],
};

/** The auth of these parts: each type has parts of its own, and no others. */
export function makeEndpointAuth(parts: EndpointAuthParts): EndpointAuth {
  for (const part of ['token', 'name', 'value'] as const) {
    const isNeeded = NEEDED[parts.type].includes(part);
    const isGiven = parts[part] !== undefined && parts[part] !== null;
    if (isNeeded === isGiven) continue;
    const message = isNeeded ? `is required for the type ${parts.type}` : `is not for the type ${parts.type}`;
    throw new DomainError('invalid', 'auth_invalid', `auth.${part} ${message}.`, {
      errors: [{ pointer: `/auth/${part}`, message }],
    });
  }
  const { token = '', name = '', value = '' } = parts as Record<Part, string>;
  if (parts.type === 'bearer') return { type: 'bearer', token };
  return parts.type === 'header' ? { type: 'header', name, value } : { type: 'none' };
}
