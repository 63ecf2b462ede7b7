import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { QueryTime } from './query-time.js';
import { RequestValidationPipe } from './request-validation.pipe.js';

class Query {
  @QueryTime('Inclusive.')
  after?: Date;
}

const read = async (after: unknown): Promise<string | undefined> => {
  const query = (await new RequestValidationPipe().transform(
    { after },
    { type: 'query', metatype: Query },
  )) as Query;
  return query.after?.toISOString();
};

it.each([
  ['2026-11-03', '2026-11-03T00:00:00.000Z'],
  ['2026-11-03T09:30', '2026-11-03T09:30:00.000Z'],
  ['2026-11-03T09:30:15.123Z', '2026-11-03T09:30:15.123Z'],
  ['2026-11-03t09:30:15z', '2026-11-03T09:30:15.000Z'],
  ['2026-11-03T09:30:15.123999+05:30', '2026-11-03T04:00:15.123Z'],
])('%s is %s', async (text, time) => {
  expect(await read(text)).toBe(time);
});

it('may be absent', async () => {
  expect(await read(undefined)).toBeUndefined();
});

it.each([
  ...['', 'yesterday', '2026', '2026-11', '2026-W45', '2026-W45-2', '20261103T093000Z', '2026-02-30'],
  ...['2026-11-03T25:00Z', '2026-11-03T09:30:60Z', '2026-11-03T09:30:00+25:00', '0000-01-01', '1762162200'],
  '9999-12-31T23:59:59-01:00',
  [['2026-11-03', '2026-11-04']],
])('%j is refused', async (text) => {
  await expect(read(text)).rejects.toMatchObject({
    kind: 'invalid',
    detail: { errors: [{ pointer: '/query/after', message: expect.stringContaining('ISO 8601') }] },
  });
});
