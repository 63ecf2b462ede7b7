import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { editMembers, type MemberEdit } from './edit-members.js';

type Edit = [string, MemberEdit];
const set = (key: string, value: string): Edit => [key, { name: JSON.stringify(key), value }];
const remove = (key: string): Edit => [key, { name: JSON.stringify(key), value: undefined }];

describe('editMembers', () => {
  test.each([
    ['a value in its place', '{ "a" : 1.0, "b":2 }', set('a', '3e0'), '{ "a" : 3e0, "b":2 }'],
    ['a new member behind the last', '{"a":1 }', set('b', '2'), '{"a":1,"b":2 }'],
    ['a first member', '{}', set('a', '[ ]'), '{"a":[ ]}'],
    ['a first member among white space', '{\n}', set('a', '1'), '{"a":1\n}'],
    ['a name by what its escapes mean', String.raw`{"\u0061":1}`, set('a', '2'), String.raw`{"\u0061":2}`],
    ['the last of several, without the others', '{"a":1,"b":2,"a":3}', set('a', '4'), '{"b":2,"a":4}'],
    ['the removal of the first', '{ "a":1, "b":2 }', remove('a'), '{ "b":2 }'],
    ['the removal of one in the middle', '{"a":1 , "b":2 ,"c":3}', remove('b'), '{"a":1 ,"c":3}'],
    ['the removal of the last', '{"a":1, "b":2 }', remove('b'), '{"a":1 }'],
    ['the removal of all of one name', '{"a":1,"b":2,"a":3}', remove('a'), '{"b":2}'],
    ['the removal of the only one', '{ "a":1 }', remove('a'), '{  }'],
    ['the removal of one that is not there', '{"a":1}', remove('b'), '{"a":1}'],
    ['__proto__ as a name', '{"a":1}', set('__proto__', '2'), '{"a":1,"__proto__":2}'],
  ])('%s', (_, object, edit, expected) => {
    expect(editMembers(object, new Map([edit]))).toBe(expected);
  });

  test('means what the same edits of a parsed object mean', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd');
    const members = fc.array(fc.tuple(key, fc.jsonValue({ maxDepth: 1 })), { maxLength: 6 });
    const space = fc.constantFrom('', ' ', '\n\t');
    fc.assert(
      fc.property(members, space, key, fc.option(fc.jsonValue({ maxDepth: 1 })), (given, ws, name, to) => {
        const text = `{${ws}${given.map(([k, v]) => `${JSON.stringify(k)}${ws}:${JSON.stringify(v)}`).join(`${ws},`)}${ws}}`;
        const edit = to === null ? remove(name) : set(name, JSON.stringify(to));
        const model = new Map(given);
        if (to === null) model.delete(name);
        else model.set(name, to);
        const edited = JSON.parse(editMembers(text, new Map([edit]))) as object;
        expect(edited).toEqual(JSON.parse(JSON.stringify(Object.fromEntries(model))));
      }),
    );
  });
});
