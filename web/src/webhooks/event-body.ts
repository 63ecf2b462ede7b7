import { findMember, skipSpace } from '../../../clients/typescript/src/json-spans.js';

/** What a webhook carries, cut from the answer of `GET /api/events/{id}`: every number as it is spelled. */
export function eventBody(answer: string): string {
  const found = findMember(answer, 'body', skipSpace(answer, 0));
  return found ? answer.slice(found.start, found.end) : '';
}
