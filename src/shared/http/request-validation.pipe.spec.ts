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
  it.each(['__proto__', 'constructor', 'toString'])(
    'refuses the member %s as any other unknown one',
    async (name) => {
      const value: unknown = JSON.parse(`{"title": "a", "inner": {"name": "b"}, "${name}": 1}`);
      await expect(check(value, 'body')).rejects.toMatchObject({
        code: 'validation_failed',
        detail: { errors: [{ pointer: `/${name}`, message: 'is not a member of this request' }] },
      });
    },
  );

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

  it('lets a __proto__ inside change nothing', async () => {
    const body: unknown = JSON.parse(
      '{"title":"a","inner":{"name":"b","__proto__":{"name":1,"polluted":1},"constructor":{"prototype":{}}}}',
    );
    const checked = (await check(body, 'body')) as Outer;
    expect(Object.getPrototypeOf(checked.inner)).toBe(Inner.prototype);
    expect(checked.inner).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });

  it('gives an instance of the request class', async () => {
    expect(await check({ title: 'a', inner: { name: 'b' } }, 'body')).toBeInstanceOf(Outer);
  });
});
