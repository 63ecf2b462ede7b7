import { describe, expect, it } from '@jest/globals';
import { Argon2Passwords } from './argon2-passwords.js';

describe('hashes of passwords', () => {
  const passwords = new Argon2Passwords();

  it('are of argon2id, cost 19 MiB and two passes, and differ each time', async () => {
    const [one, other] = await Promise.all([passwords.hash('same'), passwords.hash('same')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  it('fit the password, however its letters are put together, and no other', async () => {
    const hash = await passwords.hash('Jürgen isst Käse');
    const verified = await Promise.all([
      passwords.verify(hash, 'Ju\u0308rgen isst Ka\u0308se'),
      passwords.verify(hash, 'jürgen isst käse'),
      passwords.verify(hash, ''),
      passwords.verify(null, 'Jürgen isst Käse'),
    ]);
    expect(verified).toEqual([true, false, false, false]);
  });

  it('are not made for what was generated twice', () => {
    const generated = Array.from({ length: 100 }, () => passwords.generate());
    expect(new Set(generated).size).toBe(100);
    for (const each of generated) expect(each).toMatch(/^([2-9a-km-np-z]{5}-){4}[2-9a-km-np-z]{5}$/);
  });
});
