import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
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
  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Inner)
  all?: Inner[];
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

  it.each(['__proto__', 'constructor'])(
    'refuses the member %s inside, and lets it change nothing',
    async (name) => {
      const inner = `{"name":"b","${name}":{"name":1,"polluted":1,"prototype":{}}}`;
      for (const [text, pointer] of [
        [`{"title":"a","inner":${inner}}`, `/inner/${name}`],
        [`{"title":"a","inner":{"name":"b"},"all":[{"name":"b"},${inner}]}`, `/all/1/${name}`],
      ] as const) {
        await expect(check(JSON.parse(text), 'body')).rejects.toMatchObject({
          code: 'validation_failed',
          detail: { errors: [{ pointer, message: 'is not a member of this request' }] },
        });
      }
      expect({}).not.toHaveProperty('polluted');
    },
  );

  it('gives an instance of the request class', async () => {
    expect(await check({ title: 'a', inner: { name: 'b' } }, 'body')).toBeInstanceOf(Outer);
  });
});
