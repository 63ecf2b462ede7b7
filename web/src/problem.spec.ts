import { describe, expect, it } from '@jest/globals';
import { Problem } from './problem.js';

describe('Problem', () => {
  it('says what the service says', () => {
    const errors = [{ pointer: '/doc_date', message: 'must be a date' }];
    const body = { detail: 'Refused.', code: 'validation_failed', errors, request_id: 'r1' };
    expect(Problem.of(422, body, null)).toMatchObject({
      message: 'Refused.',
      status: 422,
      code: 'validation_failed',
      fields: errors,
      requestId: 'r1',
    });
  });

  it('has words of its own where the service has none for a person', () => {
    expect(Problem.of(401, { detail: 'This needs an API token: …' }, null).message).toMatch(
      /^You are signed out/,
    );
    expect(Problem.of(429, { detail: 'x' }, '7').message).toBe(
      'That was too much at once. Try again in 7 s.',
    );
    expect(Problem.of(502, undefined, null).message).toMatch(/in front of RecordEngine/);
    expect(Problem.of(418, undefined, null).message).toBe('The service answered with the status 418.');
  });

  it('does not say that nothing happened when that is not known', () => {
    expect(Problem.unreachable(true).message).toMatch(/not known whether this was done/);
    expect(Problem.unreachable(false).message).not.toMatch(/not known/);
  });
});
