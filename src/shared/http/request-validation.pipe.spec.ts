import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { RequestValidationPipe } from './request-validation.pipe.js';
import { Text } from './text.js';

class Inner {
  @Text({ min: 1, max: 5 })
  name: string;
}

class Outer {
  @Text({ min: 1, max: 5 })
  title: string;
  @ValidateNested()
  @Type(() => Inner)
  inner: Inner;
}

const check = (value: unknown, type: 'body' | 'query'): Promise<unknown> =>
  new RequestValidationPipe().transform(value, { type, metatype: Outer });

describe('RequestValidationPipe', () => {
  it('points at every refused member of a body, also inside, and at unknown ones', async () => {
    await expect(check({ title: '', inner: { name: 'too long' }, 'a/b': 1 }, 'body')).rejects.toMatchObject({
      kind: 'invalid',
      code: 'validation_failed',
      detail: {
        errors: expect.arrayContaining([
          { pointer: '/title', message: 'must have 1 to 5 characters' },
          { pointer: '/inner/name', message: 'must have 1 to 5 characters' },
          { pointer: '/a~1b', message: 'is not a member of this request' },
        ]),
      },
    });
  });

  it('says so when it is the query', async () => {
    await expect(check({ title: '', inner: { name: 'ok' } }, 'query')).rejects.toMatchObject({
      detail: { errors: [{ pointer: '/query/title', message: 'must have 1 to 5 characters' }] },
    });
  });

  it('takes no body that is not an object', async () => {
    for (const body of [null, [], 'a', 1, true]) {
      await expect(check(body, 'body')).rejects.toMatchObject({ kind: 'invalid', code: 'validation_failed' });
    }
  });

  it('lets __proto__ and constructor change nothing', async () => {
    const body = JSON.parse(
      '{"title":"a","inner":{"name":"b"},"__proto__":{"title":1,"polluted":1}}',
    ) as object;
    const checked = await check(body, 'body');
    expect(Object.getPrototypeOf(checked)).toBe(Outer.prototype);
    expect(checked).not.toHaveProperty('polluted');
    const other = JSON.parse('{"title":"a","inner":{"name":"b"},"constructor":{"prototype":{}}}') as object;
    await check(other, 'body').catch((error: unknown) => expect(error).toMatchObject({ kind: 'invalid' }));
    expect({}).not.toHaveProperty('polluted');
  });

  it('gives an instance of the request class', async () => {
    expect(await check({ title: 'a', inner: { name: 'b' } }, 'body')).toBeInstanceOf(Outer);
  });
});
