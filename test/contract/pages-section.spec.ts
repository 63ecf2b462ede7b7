import { describe, expect, it } from '@jest/globals';
import { keepingPages, withPages } from '../../bench/lib/pages-section.mjs';

describe('The section of the benchmarks about pages', () => {
  const report = '# Benchmarks\n\nFast.\n';

  it('is added at the end, and replaced', () => {
    const first = withPages(report, '## Pages\n\nLight.');
    expect(first).toBe('# Benchmarks\n\nFast.\n\n<!-- pages -->\n\n## Pages\n\nLight.\n\n<!-- /pages -->\n');
    expect(withPages(first, '## Pages\n\nLighter, $& of it.')).toBe(
      first.replace('Light.', () => 'Lighter, $& of it.'),
    );
  });

  it('stays when the rest is written anew', () => {
    const old = withPages(report, '## Pages\n\nLight.');
    expect(keepingPages('# Benchmarks\n\nFaster.\n', old)).toBe(old.replace('Fast.', 'Faster.'));
    expect(keepingPages(report, 'no section')).toBe(report);
  });
});
