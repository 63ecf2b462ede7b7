import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shareSlots, type SlotAsk, type SlotHolder } from './share-slots.js';

const LEASE_MS = 30_000;

/** Workers that ask one after the other, at times of the test's choice. */
class Book {
  now = 1_000_000;
  holders: SlotHolder[] = [];

  constructor(private readonly limit: number) {}

  ask(worker: string, { keep = 0, wanted = 256 }: Partial<SlotAsk> = {}) {
    const ask = { worker, limit: this.limit, keep, wanted, leaseMs: LEASE_MS };
    const { holders, ...taken } = shareSlots(this.holders, ask, this.now);
    this.holders = holders;
    return taken;
  }
}

describe('Slots that workers share', () => {
  it('are all had by one that is alone, as far as it can use them', () => {
    expect(new Book(20).ask('a')).toEqual({ slots: 20, booked: 20, isShort: false, areOthersShort: false });
    expect(new Book(20).ask('a', { wanted: 3 })).toMatchObject({ slots: 3, isShort: false });
  });

  it('are shared equally once another one wants some', () => {
    const book = new Book(20);
    book.ask('a');
    expect(book.ask('b')).toMatchObject({ slots: 0, isShort: true });
    expect(book.ask('a')).toMatchObject({ slots: 10, isShort: false, areOthersShort: true });
    expect(book.ask('b')).toMatchObject({ slots: 10, isShort: false });
    expect(book.ask('a')).toMatchObject({ slots: 10, areOthersShort: false });
  });

  it('are left to others as far as one needs less than its share', () => {
    const book = new Book(20);
    book.ask('a');
    book.ask('b', { wanted: 2 });
    expect(book.ask('a')).toMatchObject({ slots: 18 });
    expect(book.ask('b', { wanted: 2 })).toMatchObject({ slots: 2, isShort: false });
  });

  it('are not taken from what is under way, and nothing more starts there', () => {
    const book = new Book(20);
    book.ask('a');
    book.ask('b');
    expect(book.ask('a', { keep: 18 })).toMatchObject({ slots: 10, booked: 18 });
    expect(book.ask('b')).toMatchObject({ slots: 2, isShort: true });
    expect(book.ask('a', { keep: 9 })).toMatchObject({ slots: 10, booked: 10 });
    expect(book.ask('b', { keep: 2 })).toMatchObject({ slots: 10 });
  });

  it('go round when there are fewer than workers', () => {
    const book = new Book(2);
    const workers = ['a', 'b', 'c', 'd', 'e'];
    const turns = new Map(workers.map((worker) => [worker, 0]));
    for (let round = 0; round < 10; round++) {
      for (const worker of workers) {
        book.now += 20;
        if (book.ask(worker).slots > 0) turns.set(worker, turns.get(worker)! + 1);
      }
    }
    expect(Math.min(...turns.values())).toBeGreaterThanOrEqual(2);
  });

  it('are free again when they are given back, and leave nothing behind', () => {
    const book = new Book(20);
    book.ask('a');
    expect(book.ask('a', { wanted: 0 })).toMatchObject({ slots: 0, booked: 0, isShort: false });
    expect(book.holders).toEqual([]);
  });

  it('of a worker that is gone are free after its lease, and nothing is put by for it', () => {
    const book = new Book(20);
    book.ask('a');
    book.ask('b');
    book.ask('a', { keep: 4 });
    book.ask('b', { keep: 10, wanted: 10 });
    book.now += 3000;
    expect(book.ask('b', { keep: 10 })).toMatchObject({ slots: 10 }); // a has 10 still
    book.now += LEASE_MS - 3000;
    expect(book.ask('b', { keep: 10 })).toMatchObject({ slots: 20 });
    expect(book.ask('a', { keep: 4 })).toMatchObject({ slots: 0, booked: 0, isShort: true });
  });

  it('are not put by for one that is short and does not ask any more', () => {
    const book = new Book(20);
    book.ask('a');
    book.ask('b');
    expect(book.ask('a')).toMatchObject({ slots: 10 });
    book.now += 2000;
    expect(book.ask('a')).toMatchObject({ slots: 20 });
  });

  it('are never more than the limit, and everybody gets some, whatever happens', () => {
    const worker = fc.nat(4);
    const action = fc.oneof(
      fc.record({ kind: fc.constant('ask' as const), worker, wanted: fc.nat(40) }),
      fc.record({ kind: fc.constantFrom('start' as const, 'finish' as const, 'die' as const), worker }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(20_000) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.array(action, { maxLength: 80 }), (limit, actions) => {
        const book = new Book(limit);
        const workers = Array.from({ length: 5 }, (_, id) => ({
          id,
          life: 0,
          slots: 0,
          sending: 0,
          until: 0,
        }));
        /** What died had this under way, until its lease. */
        const lost: { sending: number; until: number }[] = [];
        for (const each of actions) {
          if (each.kind === 'wait') {
            book.now += each.ms;
            for (const one of workers)
              if (one.until <= book.now) Object.assign(one, { slots: 0, sending: 0 });
            continue;
          }
          const one = workers[each.worker]!;
          const name = `${one.id}.${one.life}`;
          if (each.kind === 'ask') {
            const keep = one.sending;
            one.slots = book.ask(name, { keep, wanted: Math.max(keep, each.wanted) }).slots;
            one.until = book.now + LEASE_MS;
          } else if (each.kind === 'start') {
            if (one.sending < one.slots) one.sending += 1;
          } else if (each.kind === 'finish') {
            one.sending = Math.max(0, one.sending - 1);
          } else {
            lost.push({ sending: one.sending, until: one.until });
            Object.assign(one, { life: one.life + 1, slots: 0, sending: 0, until: 0 });
          }
          const underWay = [...workers, ...lost].filter(({ until }) => until > book.now);
          expect(underWay.reduce((sum, { sending }) => sum + sending, 0)).toBeLessThanOrEqual(limit);
        }
        // Everything has ended; from now on all want all, and finish what they have before they ask again.
        book.now += LEASE_MS;
        const served = new Set<number>();
        for (let turn = 0; turn < 12 * workers.length; turn++) {
          book.now += 20;
          const { id } = workers[turn % workers.length]!;
          if (book.ask(`new ${id}`).slots > 0) served.add(id);
        }
        expect(served.size).toBe(workers.length);
      }),
      { numRuns: 300 },
    );
  });
});
