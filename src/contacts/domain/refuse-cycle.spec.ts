import { describe, expect, it } from '@jest/globals';
import { refuseCycle } from './refuse-cycle.js';

describe('refuseCycle', () => {
  it('lets a contact belong to others and to nobody known', () => {
    expect(() => refuseCycle(5, 7, [7, 8, 9])).not.toThrow();
    expect(() => refuseCycle(5, 7, [])).not.toThrow();
  });

  it.each([
    [5, [5, 8], 'Contact 5 cannot belong to itself. Choose another parent_id.'],
    [7, [7, 6, 5], 'Contact 5 cannot belong to contact 7, which belongs to it. Choose another parent_id.'],
  ])('refuses contact %d above contact 5', (parentId, line, message) => {
    expect(() => refuseCycle(5, parentId, line)).toThrow(
      expect.objectContaining({
        ...{ kind: 'invalid', code: 'parent_cycle', message },
        detail: { errors: [{ pointer: '/parent_id', message: 'would make a cycle' }] },
      }),
    );
  });
});
