import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'docs/integrations');
const GUIDES = readdirSync(folder).filter((name) => name.endsWith('.md'));
const DESCRIPTION = readFileSync(join(root, 'openapi.json'), 'utf8');
const { paths } = JSON.parse(DESCRIPTION) as {
  paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
};
/** Paths that the description is served at, or that are no part of it. */
const UNDESCRIBED = ['/api/docs', '/api/openapi.json', '/api/swagger2.json'];
/** Names of other systems, of the examples' refs, and of variables. */
const FOREIGN =
  /^(webhook_id|file_url|base_url|recordengine_\w+|record_type|total_amount|document_id|file_id|api_key)$/;
const METHODS = 'GET|POST|PUT|PATCH|DELETE';

/** Code spans, and what the blocks of code say. */
function spans(text: string): string[] {
  const prose = text.replace(/^```.*?^```/gms, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
}

function matching(path: string): string | undefined {
  const wanted = path.split('/');
  return Object.keys(paths).find((template) => {
    const parts = template.split('/');
    const fits = parts.every((part, index) => {
      const given = wanted[index] ?? '';
      return part === given || (part.startsWith('{') && given !== '');
    });
    return parts.length === wanted.length && fits;
  });
}

describe.each(GUIDES)('docs/integrations/%s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');

  it('names operations and parameters that there are', () => {
    const named = spans(text).flatMap((span) => {
      const found = new RegExp(`^(?:(${METHODS}) )?(/api/[^ ]+)`).exec(span);
      return found ? [{ span, method: found[1], url: found[2] ?? '' }] : [];
    });
    const arrows = [...text.matchAll(new RegExp(`: (${METHODS}) (/api/\\S+)`, 'g'))]; // in diagrams
    for (const [span, method, url = ''] of arrows) named.push({ span, method, url });
    expect(named.length).toBeGreaterThan(0);
    for (const { span, method, url } of named) {
      const [path = '', query = ''] = url.split('?');
      if (UNDESCRIBED.includes(path)) continue;
      const template = matching(path);
      expect({ span, template }).toEqual({ span, template: expect.any(String) });
      const operations = paths[template ?? ''] ?? {};
      const operation = operations[(method ?? Object.keys(operations)[0] ?? '').toLowerCase()];
      expect({ span, operation }).toEqual({ span, operation: expect.any(Object) });
      const known = operation?.parameters?.filter((each) => each.in === 'query').map((each) => each.name);
      const asked = query.split('&').flatMap((each) => each.match(/^\w+(?==)/)?.[0] ?? []);
      expect({ span, unknown: asked.filter((each) => !known?.includes(each)) }).toEqual({
        span,
        unknown: [],
      });
    }
  });

  it('names members, fields and settings that there are', () => {
    const names = spans(text).flatMap((span) =>
      span.startsWith('/') ? [] : (span.match(/(?<![\w$/.-])[a-z]+(?:_[a-z0-9]+)+(?![\w(])/g) ?? []),
    );
    const unknown = names.filter(
      (each) => !FOREIGN.test(each) && !new RegExp(`\\b${each}\\b`).test(DESCRIPTION),
    );
    expect(unknown).toEqual([]);
    const settings = readFileSync(join(root, '.env.example'), 'utf8');
    const all = spans(text).flatMap((span) => span.match(/^[A-Z]+(?:_[A-Z]+)+(?=$|=)/) ?? []);
    const foreign = /^(NODE_FUNCTION_ALLOW_BUILTIN|RECORDENGINE_API)$/;
    expect(all.filter((each) => !foreign.test(each) && !settings.includes(each))).toEqual([]);
  });

  it('names headers that are sent or taken', () => {
    const sent = [
      ...['webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-recordengine-event'],
      ...['x-recordengine-attempt', 'x-recordengine-resend', 'retry-after', 'location', 'x-flow-secret'],
    ];
    const taken = ['authorization', 'x-api-key', 'if-match', 'idempotency-key', 'content-type'];
    const named = spans(text).flatMap(
      (span) => span.match(/^(?:[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)+|webhook-\w+|x-[\w-]+)/) ?? [],
    );
    expect(named.filter((each) => ![...sent, ...taken].includes(each.toLowerCase()))).toEqual([]);
  });

  it('has links that lead somewhere', () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
    for (const link of links.filter((each) => !/^https?:/.test(each))) {
      const [path = '', anchor] = link.split('#');
      const target = path ? join(dirname(join(folder, name)), path) : join(folder, name);
      expect({ link, exists: existsSync(target) }).toEqual({ link, exists: true });
      if (anchor === undefined) continue;
      const headings = [...readFileSync(target, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replace(/[^\w\s-]/g, '')
          .replaceAll(' ', '-'),
      );
      expect({ link, headings }).toEqual({ link, headings: expect.arrayContaining([anchor]) });
    }
  });

  it('has the three patterns, and says how refs stay exact', () => {
    const headings = [...text.matchAll(name === 'README.md' ? /^##+ (.*)$/gm : /^## (.*)$/gm)].map(
      ([, heading = '']) => heading,
    );
    if (name === 'README.md') {
      for (const pattern of [/^1: /, /^2: /, /^3: /])
        expect(headings).toEqual(expect.arrayContaining([expect.stringMatching(pattern)]));
      expect(text.match(/^```mermaid\nsequenceDiagram/gm)).toHaveLength(3);
      for (const guide of GUIDES) expect(text).toContain(`](${guide})`.replace('](README.md)', ']('));
    } else {
      expect(headings.map((heading) => heading.replace(/:.*/, ''))).toEqual([
        'Pattern 1',
        'Pattern 2',
        'Pattern 3',
        'Exactness',
      ]);
    }
  });

  it('is short', () => expect(text.split(/\s+/).length).toBeLessThan(1300));
});
