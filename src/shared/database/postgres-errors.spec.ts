import { describe, expect, it } from '@jest/globals';
import { isDatabaseAway } from './postgres-errors.js';

const failure = (message: string, more: object = {}): Error => Object.assign(new Error(message), more);

describe('isDatabaseAway', () => {
  it.each([
    ['a server that is shutting down', failure('x', { driverError: failure('x', { code: '57P01' }) })],
    ['one that is starting', failure('x', { code: '57P03' })],
    ['a refused connection', failure('x', { code: 'ECONNREFUSED', syscall: 'connect' })],
    ['a name that is not there now', failure('x', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' })],
    [
      'a connection cut in the middle of a statement',
      failure('x', { driverError: failure('x', { code: 'ECONNRESET', syscall: 'read' }) }),
    ],
    ['a pool that cannot connect', failure('timeout exceeded when trying to connect')],
    [
      'all addresses refused',
      new AggregateError([failure('x', { code: 'ECONNREFUSED', syscall: 'connect' })]),
    ],
  ])('knows %s', (_, error) => expect(isDatabaseAway(error)).toBe(true));

  it.each([
    ['a missing file', failure('x', { code: 'ENOENT', syscall: 'open' })],
    ['a file that cannot be opened', failure('x', { code: 'EACCES', syscall: 'open' })],
    ['a violated constraint', failure('x', { driverError: failure('x', { code: '23505' }) })],
    ['a wrong statement', failure('x', { driverError: failure('x', { code: '42P01' }) })],
    ['a defect', new TypeError('x is not a function')],
    ['no error at all', 'text'],
  ])('does not take %s for it', (_, error) => expect(isDatabaseAway(error)).toBe(false));
});
