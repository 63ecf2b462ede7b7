import { beforeEach, describe, expect, it } from '@jest/globals';
import { InMemorySlotBook } from '../../../test/support/fakes/in-memory-slot-book.js';
import type { DeliverySettings } from './delivery-settings.js';
import { DeliverySignal } from './delivery-signal.js';
import { WorkerSlots } from './worker-slots.js';

describe('WorkerSlots', () => {
  let book: InMemorySlotBook;
  let sending: number;
  beforeEach(() => {
    book = new InMemorySlotBook();
    sending = 0;
  });

  const slotsOf = (worker: string, maxInFlightOfAll: number, goodForMs = 10_000): WorkerSlots => {
    const settings = { worker, maxInFlightOfAll, maxInFlight: 256, leaseSeconds: 30 } as DeliverySettings;
    return new WorkerSlots(book, settings, new DeliverySignal(), goodForMs, () => sending);
  };
  const nextLook = () => new Promise((resolve) => setTimeout(resolve, 110));

  it('are those of the process, and nobody is asked, where there is no limit', async () => {
    const slots = slotsOf('one', 0);
    expect([slots.isLimited, slots.most]).toEqual([false, 256]);
  });

  it('are none before the first look, and at most those of the process', async () => {
    const slots = slotsOf('one', 1000);
    expect(slots.most).toBe(0);
    await slots.look();
    expect(slots.most).toBe(256);
  });

  it('are, while the book is asked, no more than it is told to keep: the others may go to somebody else', async () => {
    const slots = slotsOf('one', 10);
    await slots.look();
    await nextLook();
    sending = 3;
    const during: number[] = [];
    book.hinder = async () => void during.push(slots.most);
    await slots.look();
    expect(during).toEqual([3]);
    expect(slots.most).toBe(10);
  });

  it('stay at what it keeps when the book does not answer: it may have been written', async () => {
    const slots = slotsOf('one', 10);
    await slots.look();
    await nextLook();
    sending = 3;
    book.hinder = () => Promise.reject(new Error('the database is away'));
    await expect(slots.look()).rejects.toThrow('the database is away');
    expect(slots.most).toBe(3);
    book.hinder = async () => undefined;
    sending = 0;
    await slots.release();
    expect(book.holders).toEqual([]);
  });

  it('are nothing once their lease is too short for a request', async () => {
    const slots = slotsOf('one', 10, 50);
    await slots.look();
    expect(slots.most).toBe(10);
    await nextLook();
    expect(slots.most).toBe(0);
  });

  it('go to others while it needs fewer than its share, and only what is not under way', async () => {
    const [one, other] = [slotsOf('one', 10), slotsOf('other', 10)];
    await one.look();
    await other.look();
    expect(other.most).toBe(0);
    await nextLook();
    sending = 2;
    await one.look();
    expect(one.most).toBe(5);
    await one.found(2);
    expect([one.most, book.holders.find(({ worker }) => worker === 'one')?.slots]).toEqual([2, 2]);
    await other.look();
    expect(other.most).toBe(8);
  });

  it('are given back at once by one that is idle, which need not wait for the next look', async () => {
    const slots = slotsOf('one', 10);
    await slots.look();
    await slots.found(0);
    expect([slots.most, book.holders]).toEqual([0, []]);
    await slots.look();
    expect(slots.most).toBe(10);
  });
});
