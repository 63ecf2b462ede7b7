import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { GetMeResponse } from '../../clients/typescript/src/generated/types.gen.js';

export type Scope = GetMeResponse['scopes'][number];

export const Me = createContext<GetMeResponse>({
  user: null,
  token_name: null,
  scopes: [],
  csrf_token: null,
});

export function useMe(): GetMeResponse & { may: (scope: Scope) => boolean } {
  const me = useContext(Me);
  return { ...me, may: (scope) => me.scopes.includes(scope) || me.scopes.includes('admin') };
}
