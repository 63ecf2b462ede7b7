import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Config } from './config.js';

const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
/** Every setting is commented out: copied as it is, the file changes nothing. */
const shown = parseEnv(example.replace(/^#(?=[A-Z_]+=)/gm, '')) as Record<string, string>;
/** Those without a default of their own; what is shown is an example, or nothing. */
const EXAMPLES = ['DATABASE_URL', 'PUBLIC_BASE_URL', 'FILES_URL'];

describe('.env.example', () => {
  it('names every variable that is read, and no other', () => {
    const read = new Set<string>();
    const env = new Proxy({}, { get: (_, name) => void read.add(String(name)) });
    Config.read(env);
    expect(Object.keys(shown).sort()).toEqual([...read].sort());
  });

  it('sets nothing', () => {
    expect(parseEnv(example)).toEqual({});
  });

  it('shows the defaults', () => {
    const defaults = Object.entries(shown).filter(([name]) => !EXAMPLES.includes(name));
    expect(Config.read(Object.fromEntries(defaults))).toEqual(Config.read({}));
  });

  it('shows examples that are valid', () => {
    const SECRETS_KEY = Buffer.alloc(32).toString('base64');
    expect(Config.read({ ...shown, SECRETS_KEY })).toMatchObject({
      publicBaseUrl: 'https://records.example.com',
    });
  });
});
