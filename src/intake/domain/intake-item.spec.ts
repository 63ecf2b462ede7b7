import { describe, expect, it } from '@jest/globals';
import { IntakeItem, type IntakeItemState } from './intake-item.js';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const item = (state: Partial<IntakeItemState> = {}): IntakeItem =>
  IntakeItem.restore({
    ...{ id: 7, channel: 'hot_folder', sourceKey: 'k', origin: '/in', name: 'a.pdf', sha256: null },
    ...{ result: 'waiting', reason: null, attempts: 0, documentId: null, retryRequestedAt: null },
    ...state,
  });

describe('IntakeItem', () => {
  it('counts its attempts until it is accepted', () => {
    const one = item();
    one.postpone('The disk is full');
    expect([one.isSettled, one.snapshot()]).toMatchObject([
      false,
      { attempts: 1, reason: 'The disk is full' },
    ]);
    one.accept(12, 'ab');
    expect([one.isSettled, one.snapshot()]).toMatchObject([
      true,
      { result: 'accepted', reason: null, attempts: 2, documentId: 12, sha256: 'ab' },
    ]);
  });

  it('can be asked for again when it failed, and is not settled then', () => {
    const one = item();
    one.refuse('It is empty.', null);
    expect(one.isSettled).toBe(true);
    one.askAgain(NOW);
    expect([one.isSettled, one.snapshot()]).toMatchObject([
      false,
      { result: 'waiting', reason: 'It is empty.', retryRequestedAt: NOW, attempts: 1 },
    ]);
    one.accept(1, 'ab');
    expect(one.snapshot()).toMatchObject({ attempts: 2, retryRequestedAt: null });
  });

  it('is accepted once, and cannot be asked for again', () => {
    const one = item({ result: 'accepted', documentId: 12 });
    expect(() => one.askAgain(NOW)).toThrow(expect.objectContaining({ code: 'intake_item_accepted' }));
    expect(() => one.accept(13, 'cd')).toThrow('already');
    expect(() => one.refuse('no', null)).toThrow('already');
  });
});
