import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { InMemoryDeliveryQueue } from '../../../test/support/fakes/in-memory-delivery-queue.js';
import { InMemorySlotBook } from '../../../test/support/fakes/in-memory-slot-book.js';
import { until } from '../../../test/support/until.js';
import { DeliverDueWebhooks } from './deliver-due-webhooks.js';
import type { ClaimedDelivery, Settlement } from './delivery-queue.js';
import type { DeliverySettings } from './delivery-settings.js';
import { DeliverySignal } from './delivery-signal.js';
import { EndpointTargets } from './endpoint-targets.js';
import { UnstorableSettlement } from './unstorable-settlement.js';
import { WebhookSender, type SendOutcome, type SendTarget, type WebhookMessage } from './webhook-sender.js';

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Answers what it is told to, and keeps what it was asked to send. */
class ScriptedSender extends WebhookSender {
  readonly sent: WebhookMessage[] = [];
  durationMs = 1;
  answer: (message: WebhookMessage) => number | Promise<number> = () => 200;

  async send(_: SendTarget, message: WebhookMessage): Promise<SendOutcome> {
    this.sent.push(message);
    const statusCode = await this.answer(message);
    const failed = statusCode >= 300;
    return {
      startedAt: new Date(),
      durationMs: this.durationMs,
      statusCode,
      error: failed ? `http: the receiver answered ${statusCode}` : null,
      errorClass: failed ? 'http' : null,
      responseExcerpt: null,
      retryAfter: null,
    };
  }
}

class KnownTargets extends EndpointTargets {
  readonly gone = new Set<number>();
  hinder: () => Promise<void> = async () => undefined;

  async load(endpointIds: number[]): Promise<Map<number, SendTarget>> {
    await this.hinder();
    const known = endpointIds.filter((id) => !this.gone.has(id));
    return new Map(
      known.map((endpointId) => [
        endpointId,
        { endpointId, url: 'https://crm.example/', auth: { type: 'none' }, headers: {}, secrets: [] },
      ]),
    );
  }
}

/** A queue that can be hindered. */
class HinderedQueue extends InMemoryDeliveryQueue {
  claimed: ClaimedDelivery[] = [];
  settled = 0;
  hinder: (call: 'claim' | 'settle', settlements?: readonly Settlement[]) => Promise<void> = async () =>
    undefined;

  override async claim(...args: Parameters<InMemoryDeliveryQueue['claim']>): Promise<ClaimedDelivery[]> {
    this.claimed = await super.claim(...args);
    await this.hinder('claim');
    return this.claimed;
  }

  override async settle(...args: Parameters<InMemoryDeliveryQueue['settle']>) {
    await this.hinder('settle', args[0]);
    const verdicts = await super.settle(...args);
    this.settled += verdicts.size;
    return verdicts;
  }
}

describe('DeliverDueWebhooks', () => {
  let queue: HinderedQueue;
  let targets: KnownTargets;
  let sender: ScriptedSender;
  let signal: DeliverySignal;
  let slotBook: InMemorySlotBook;
  let endpointId: number;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    queue = new HinderedQueue();
    targets = new KnownTargets();
    sender = new ScriptedSender();
    signal = new DeliverySignal();
    slotBook = new InMemorySlotBook();
    endpointId = await queue.endpoint();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const worker = (settings: Partial<DeliverySettings> = {}): DeliverDueWebhooks => {
    queue.policy.retrySchedule = settings.retrySchedule ?? [1000, 60_000];
    return new DeliverDueWebhooks(
      queue,
      targets,
      sender,
      {
        worker: 'worker',
        leaseSeconds: 30,
        timeoutMs: 15_000,
        maxInFlight: 256,
        maxInFlightOfAll: 0,
        ...queue.policy,
        ...settings,
      },
      signal,
      slotBook,
    );
  };
  const run = async (deliver: DeliverDueWebhooks): Promise<number> => {
    const claimed = await deliver.execute();
    await deliver.drain();
    return claimed;
  };
  const enqueue = async (count = 1, at = endpointId): Promise<string[]> =>
    queue.enqueue(Array.from({ length: count }, () => ({ endpointId: at })));

  it('sends what is due: the stored body under the event’s id, as attempt 1', async () => {
    const [id] = await queue.enqueue([{ endpointId, body: '{"a" : 1.0}' }]);
    expect(await run(worker())).toBe(1);
    expect(sender.sent).toEqual([
      {
        id: expect.any(String),
        event: 'document.exported',
        body: '{"a" : 1.0}',
        attempt: 1,
        resend: false,
      },
    ]);
    expect(await queue.facts(id!)).toMatchObject({ state: 'delivered', attempts: 1 });
  });

  it('says that a resend is one', async () => {
    await queue.enqueue([{ endpointId, resend: true }]);
    await run(worker());
    expect(sender.sent).toMatchObject([{ resend: true }]);
  });

  it('says when there is nothing to do', async () => {
    expect(await run(worker())).toBe(0);
    expect(sender.sent).toEqual([]);
  });

  it('follows the schedule from failure to failure, and parks after the last', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5); // no jitter
    const [id] = await enqueue();
    const deliver = worker({ retrySchedule: [1, 2] });
    const states = [];
    sender.answer = () => 422;
    for (let attempt = 1; attempt <= 3; attempt++) {
      await until('it is due', async () => (await deliver.execute()) === 1, 2);
      await deliver.drain();
      states.push((await queue.facts(id!))?.state);
    }
    expect(states).toEqual(['pending', 'pending', 'parked']);
    expect(await queue.facts(id!)).toMatchObject({ reason: 'retries_exhausted', attempts: 3 });
    expect(sender.sent.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(new Set(sender.sent.map((message) => message.id)).size).toBe(1);
  });

  it.each([
    [0, 900],
    [0.5, 1000],
    [0.999, 1100],
  ])('waits the first delay of the schedule, with jitter (%f: %i ms)', async (random, delay) => {
    jest.spyOn(Math, 'random').mockReturnValue(random);
    sender.answer = () => 503;
    const [id] = await enqueue();
    await run(worker());
    const facts = await queue.facts(id!);
    expect(facts?.dueInMs).toBeLessThanOrEqual(delay);
    expect(facts?.dueInMs).toBeGreaterThan(delay - 100);
  });

  it('does not count a lost attempt for the schedule', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const [id] = await enqueue();
    await queue.expire(await queue.claim(1, 30, 'killed'));
    await queue.recoverExpired();
    sender.answer = () => 500;
    await run(worker());
    const facts = await queue.facts(id!);
    expect(sender.sent).toMatchObject([{ attempt: 2 }]);
    expect(facts).toMatchObject({ state: 'pending', attempts: 2, failures: 1 });
    expect(facts?.dueInMs).toBeLessThanOrEqual(1000);
  });

  /** Answers when the test says so. */
  const heldBack = (statusCode = 200): (() => void)[] => {
    const answers: (() => void)[] = [];
    sender.answer = () => new Promise((resolve) => answers.push(() => resolve(statusCode)));
    return answers;
  };

  it('has no more requests out than it may, and goes on when there is room again', async () => {
    await enqueue(5);
    const answers = heldBack();
    const deliver = worker({ maxInFlight: 2 });
    expect(await deliver.execute()).toBe(2);
    expect(await deliver.execute()).toBe(0);
    const room = signal.wait();
    answers.shift()?.();
    await room;
    await deliver.execute();
    expect(sender.sent).toHaveLength(3);
    sender.answer = () => 200;
    answers.forEach((answer) => answer());
    await run(deliver);
    expect(sender.sent).toHaveLength(5);
  });

  describe('where all workers together may have only so many requests out', () => {
    /** Each at an endpoint of its own: what one worker holds of an endpoint keeps no other one from the rest. */
    const enqueueApart = async (count: number): Promise<void> => {
      for (let made = 0; made < count; made++) await enqueue(1, await queue.endpoint());
    };

    it('has no more than others leave, which is all while there are none', async () => {
      await enqueueApart(9);
      const answers = heldBack();
      const one = worker({ worker: 'one', maxInFlightOfAll: 4 });
      const other = worker({ worker: 'other', maxInFlightOfAll: 4 });
      expect(await one.execute()).toBe(4);
      expect(await other.execute()).toBe(0);
      expect(sender.sent).toHaveLength(4);
      await pause(100);
      expect(await one.execute()).toBe(0); // its share is 2 now, and 4 are out
      answers.splice(0, 3).forEach((answer) => answer());
      await until('what was answered has left its slots to both', async () => {
        await one.execute();
        await other.execute();
        return sender.sent.length >= 7;
      });
      await one.execute();
      await other.execute();
      expect(sender.sent).toHaveLength(7);
      sender.answer = () => 200;
      answers.forEach((answer) => answer());
      await Promise.all([one.drain(), other.drain()]);
    });

    it('sends nothing of what it holds ready for a quick endpoint before it may', async () => {
      const deliver = worker({ maxInFlightOfAll: 2 });
      await enqueue();
      await run(deliver); // it is quick
      await enqueue(8);
      const answers = heldBack();
      expect(await deliver.execute()).toBe(2);
      expect(await deliver.execute()).toBe(2); // no more ahead than it may send
      await new Promise(setImmediate);
      expect(sender.sent).toHaveLength(3);
      answers.shift()?.();
      await until('the next one is sent', () => sender.sent.length === 4, 2);
      sender.answer = () => 200;
      answers.forEach((answer) => answer());
      await deliver.drain();
    });

    it('shares them with another one that has something to send', async () => {
      await enqueueApart(100);
      sender.answer = () => pause(5).then(() => 200);
      const sentBy = { one: 0, other: 0 };
      let out = 0;
      let most = 0;
      const send = sender.send.bind(sender);
      jest.spyOn(sender, 'send').mockImplementation(async (...call) => {
        most = Math.max(most, ++out);
        return send(...call).finally(() => (out -= 1));
      });
      const loop = async (name: 'one' | 'other'): Promise<void> => {
        const deliver = worker({ worker: name, maxInFlightOfAll: 2 });
        while (queue.settled < 100) {
          sentBy[name] += await deliver.execute();
          await pause(1);
        }
        await deliver.drain();
      };
      await Promise.all([loop('one'), loop('other')]);
      expect(most).toBe(2);
      expect(Math.min(sentBy.one, sentBy.other)).toBeGreaterThan(10);
    });

    it('keeps none while it has nothing to send, and none when it has stopped', async () => {
      const deliver = worker({ maxInFlightOfAll: 4 });
      await deliver.execute();
      expect(slotBook.holders).toEqual([]);
      await enqueue(2);
      const answers = heldBack();
      await deliver.execute();
      expect(slotBook.holders).toMatchObject([{ worker: 'worker', slots: 4 }]);
      deliver.stop();
      answers.forEach((answer) => answer());
      await deliver.drain();
      expect(slotBook.holders).toEqual([]);
    });

    it('starts nothing that the lease of its slots is too short for', async () => {
      const deliver = worker({ maxInFlightOfAll: 4 });
      await enqueue(1);
      const answers = heldBack();
      await deliver.execute();
      await enqueue(1);
      const real = performance.now.bind(performance);
      jest.spyOn(performance, 'now').mockImplementation(() => real() + 14_000);
      slotBook.hinder = () => Promise.reject(new Error('the database is away'));
      await expect(deliver.execute()).rejects.toThrow('the database is away');
      await expect(deliver.execute()).rejects.toThrow('the database is away');
      expect(sender.sent).toHaveLength(1);
      slotBook.hinder = async () => undefined;
      await deliver.execute();
      expect(sender.sent).toHaveLength(2);
      answers.forEach((answer) => answer());
      await deliver.drain();
    });

    it('looks again by itself when others have all of them', async () => {
      await enqueue(1);
      await slotBook.take({ worker: 'other', limit: 1, keep: 0, wanted: 1, leaseMs: 300 });
      const deliver = worker({ maxInFlightOfAll: 1 });
      const began = performance.now();
      while ((await deliver.execute()) === 0) await signal.wait();
      expect(performance.now() - began).toBeLessThan(1000);
      await deliver.drain();
    });
  });

  describe('to an endpoint that answers quickly', () => {
    /** One delivery has shown that it does. */
    const quick = async (): Promise<DeliverDueWebhooks> => {
      endpointId = await queue.endpoint({ maxInFlight: 2 });
      await enqueue();
      const deliver = worker();
      await run(deliver);
      sender.sent.length = 0;
      return deliver;
    };
    /** Claims until it holds all that it may. @returns how many */
    const fill = async (deliver: DeliverDueWebhooks): Promise<number> => {
      const claimed = await deliver.execute();
      return claimed === 0 ? 0 : claimed + (await fill(deliver));
    };

    it('holds the next ones ready, and never has more than max_in_flight requests out', async () => {
      const deliver = await quick();
      await enqueue(6);
      const answers = heldBack();
      expect(await fill(deliver)).toBe(6);
      expect(sender.sent).toHaveLength(2);
      for (let sent = 3; sent <= 6; sent++) {
        answers.shift()?.();
        await until('the next one is sent', () => sender.sent.length === sent, 2);
      }
      answers.forEach((answer) => answer());
      await deliver.drain();
      expect(queue.settled).toBe(7);
    });

    it('gives back what has waited for a second', async () => {
      const deliver = await quick();
      const ids = await enqueue(5);
      const answers = heldBack();
      await fill(deliver);
      const real = performance.now.bind(performance);
      jest.spyOn(performance, 'now').mockImplementation(() => real() + 1100);
      await deliver.execute();
      const states = await Promise.all(ids.map(async (id) => (await queue.facts(id))?.state));
      expect(states.sort()).toEqual(['delivering', 'delivering', 'pending', 'pending', 'pending']);
      answers.forEach((answer) => answer());
    });

    it('gives back what it has not sent when it stops', async () => {
      const deliver = await quick();
      const ids = await enqueue(5);
      const answers = heldBack();
      await fill(deliver);
      deliver.stop();
      const drained = deliver.drain();
      answers.forEach((answer) => answer());
      await drained;
      const facts = await Promise.all(ids.map((id) => queue.facts(id)));
      expect(facts.map((each) => each?.state).sort()).toEqual([
        ...['delivered', 'delivered', 'pending', 'pending', 'pending'],
      ]);
      expect(sender.sent).toHaveLength(2);
    });

    it('sends nothing for which its lease is too short by then', async () => {
      const deliver = await quick();
      const ids = await enqueue(3);
      const answers = heldBack();
      await fill(deliver);
      const real = performance.now.bind(performance);
      jest.spyOn(performance, 'now').mockImplementation(() => real() + 14_000);
      answers.forEach((answer) => answer());
      await deliver.drain();
      expect(sender.sent).toHaveLength(2);
      const facts = await Promise.all(ids.map((id) => queue.facts(id)));
      expect(facts.map((each) => each?.state).sort()).toEqual(['delivered', 'delivered', 'pending']);
    });

    it.each([
      ['to wait', 429, 'paused'],
      ['for nothing any more', 410, 'gone'],
    ])('sends nothing more of what it holds once the receiver asks %s', async (_, statusCode, gate) => {
      const deliver = await quick();
      const ids = await enqueue(6);
      const answers = heldBack(statusCode);
      await fill(deliver);
      const settled = new Promise<void>((resolve) => {
        queue.hinder = async (call) => {
          if (call === 'settle') await new Promise<void>((go) => (answers.push(go), resolve()));
        };
      });
      answers.shift()?.();
      await settled; // the outcome is not written yet, and its slot is free
      await new Promise(setImmediate);
      expect(sender.sent).toHaveLength(2);

      queue.hinder = async () => undefined;
      answers.forEach((answer) => answer());
      await deliver.drain();
      await deliver.execute();
      await deliver.drain();
      expect(sender.sent).toHaveLength(2);
      expect(queue.gate(endpointId)).toBe(gate);
      const facts = await Promise.all(ids.map((id) => queue.facts(id)));
      expect(facts.filter((each) => each?.state === 'delivering')).toEqual([]);
    });

    it('gives back what it holds when the breaker opens', async () => {
      const deliver = await quick();
      const ids = await enqueue(12);
      const answers = heldBack(500);
      await fill(deliver);
      const { failures } = queue.policy.breaker;
      for (let failed = 1; failed <= failures; failed++) {
        answers.shift()?.();
        await until('the outcome is written', () => queue.settled === failed + 1, 2);
      }
      answers.forEach((answer) => answer());
      await deliver.drain();
      expect(queue.gate(endpointId)).toBe('open');
      expect(sender.sent).toHaveLength(failures + 2); // two at a time
      const states = await Promise.all(ids.map(async (id) => (await queue.facts(id))?.state));
      expect(states).not.toContain('delivering');
    });

    it('holds nothing for one that is idle, which another process may have room for', async () => {
      const deliver = await quick();
      await enqueue(6);
      heldBack();
      expect(await deliver.execute()).toBe(2);
    });
  });

  it('gives a slow endpoint nothing ahead', async () => {
    endpointId = await queue.endpoint({ maxInFlight: 2 });
    sender.durationMs = 5000;
    await enqueue();
    const deliver = worker();
    await run(deliver);
    await enqueue(5);
    heldBack();
    expect(await deliver.execute()).toBe(2);
  });

  it('uses the slots of what has its answer and is not settled yet', async () => {
    endpointId = await queue.endpoint({ maxInFlight: 2 });
    sender.durationMs = 5000; // slow: it is given nothing ahead
    await enqueue(6);
    let settle = (): void => undefined;
    const commit = new Promise<void>((resolve) => (settle = resolve));
    queue.hinder = async (call) => (call === 'settle' ? commit : undefined);
    const deliver = worker();
    await until('all are sent', async () => {
      await deliver.execute();
      return sender.sent.length === 6;
    });
    settle();
    await deliver.drain();
    expect(queue.settled).toBe(6);
  });

  it('drains: everything that was started is sent and settled', async () => {
    const ids = await enqueue(3);
    sender.answer = () => pause(20).then(() => 200);
    const deliver = worker();
    await deliver.execute();
    await deliver.drain();
    for (const id of ids) expect((await queue.facts(id))?.state).toBe('delivered');
  });

  describe('starts no send', () => {
    // 100 ms are left to start in: 2.5 s less the timeout, less 2 s for the answer’s body and for settling.
    const SHORT = { leaseSeconds: 2.5, timeoutMs: 400 };

    it.each(['the claim', 'loading the targets'])('when %s took too much of the lease', async (what) => {
      const [id] = await enqueue();
      const slow = () => pause(120);
      if (what === 'the claim') queue.hinder = slow;
      else targets.hinder = slow;
      expect(await run(worker(SHORT))).toBe(0);
      expect(sender.sent).toEqual([]);
      expect(await queue.facts(id!)).toMatchObject({ state: 'pending', attempts: 0 });
    });

    it('for an endpoint that is not there any more, and releases it', async () => {
      const gone = await queue.endpoint();
      const [[lost], [kept]] = [await enqueue(1, gone), await enqueue(1)];
      targets.gone.add(gone);
      expect(await run(worker())).toBe(1);
      expect(await queue.facts(lost!)).toMatchObject({ state: 'pending', attempts: 0 });
      expect(await queue.facts(kept!)).toMatchObject({ state: 'delivered' });
    });

    it('when it was told to stop while it claimed, and releases all', async () => {
      const ids = await enqueue(2);
      const deliver = worker();
      queue.hinder = async (call) => {
        if (call === 'claim') deliver.stop();
      };
      expect(await run(deliver)).toBe(0);
      expect(sender.sent).toEqual([]);
      for (const id of ids) expect(await queue.facts(id)).toMatchObject({ state: 'pending', attempts: 0 });
    });

    it('when the targets cannot be loaded, and releases all, at the next turn if not now', async () => {
      const ids = await enqueue(2);
      targets.hinder = () => Promise.reject(new Error('the database is away'));
      jest.spyOn(queue, 'release').mockRejectedValueOnce(new Error('the database is away'));
      const deliver = worker();
      await expect(deliver.execute()).rejects.toThrow('the database is away');
      await deliver.drain();
      expect(sender.sent).toEqual([]);
      for (const id of ids) expect(await queue.facts(id)).toMatchObject({ state: 'pending', attempts: 0 });
    });
  });

  it('looks again as soon as a retry is due, not only with the next sweep', async () => {
    await enqueue();
    sender.answer = () => 500;
    const raisedIn = jest.spyOn(signal, 'raiseIn');
    await run(worker({ retrySchedule: [300, 3_600_000] }));
    expect(raisedIn).toHaveBeenCalledTimes(1);
    expect(raisedIn.mock.calls[0]?.[0]).toBeGreaterThanOrEqual(270);
    expect(raisedIn.mock.calls[0]?.[0]).toBeLessThanOrEqual(330);
  });

  it('still starts sends while enough of the lease is left', async () => {
    await enqueue();
    await run(worker({ leaseSeconds: 2.9, timeoutMs: 400 }));
    expect(sender.sent).toHaveLength(1);
  });

  describe('when outcomes cannot be written', () => {
    it('keeps them and tries again, without another send', async () => {
      const ids = await enqueue(3);
      let failures = 2;
      queue.hinder = async (call) => {
        if (call === 'settle' && failures-- > 0) throw new Error('the database is away');
      };
      await run(worker());
      expect(sender.sent).toHaveLength(3);
      for (const id of ids) expect(await queue.attempts(id)).toMatchObject([{ attempt: 1, statusCode: 200 }]);
    });

    it('settles the one that cannot be stored alone and without its texts', async () => {
      const [first, bad, last] = await queue.enqueue(
        ['good', 'bad', 'good'].map((body) => ({ endpointId, body })),
      );
      sender.answer = ({ body }) => (body === 'bad' ? 500 : 200);
      queue.hinder = async (call, settlements = []) => {
        if (call === 'settle' && settlements.some(({ error }) => error?.startsWith('http'))) {
          throw new UnstorableSettlement(new Error('U+0000'));
        }
      };
      await run(worker());
      expect(await queue.attempts(bad!)).toMatchObject([{ error: 'unreadable', statusCode: 500 }]);
      expect(await queue.facts(bad!)).toMatchObject({ state: 'pending', failures: 1 });
      for (const id of [first, last]) expect(await queue.facts(id!)).toMatchObject({ state: 'delivered' });
    });

    it('lets go of one that can never be stored, for its lease to bring it back', async () => {
      const [id] = await enqueue();
      queue.hinder = async (call) => {
        if (call === 'settle') throw new UnstorableSettlement(new Error('a defect'));
      };
      await run(worker());
      expect(await queue.facts(id!)).toMatchObject({ state: 'delivering' });
    });
  });

  it('changes nothing when the lease was taken over during the send', async () => {
    const [id] = await enqueue();
    sender.answer = async () => {
      await queue.expire(queue.claimed);
      await queue.recoverExpired();
      return 500;
    };
    await run(worker());
    expect(await queue.facts(id!)).toMatchObject({ state: 'pending', attempts: 1, failures: 0 });
    expect(await queue.attempts(id!)).toMatchObject([{ error: expect.stringMatching(/^lost/) }]);
  });
});
