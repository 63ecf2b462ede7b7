import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttemptResult } from '../../src/webhook-delivery/domain/classify-answer.js';
import type {
  ClaimedDelivery,
  DeliveryQueue,
} from '../../src/webhook-delivery/application/delivery-queue.js';
import type { DeliveryQueueHarness } from '../support/delivery-queue-harness.js';
import { outcomeOf } from '../support/outcome-of.js';

const LEASE_SECONDS = 30;

const FAILED: AttemptResult = { kind: 'endpoint_fault' };
const REFUSED: AttemptResult = { kind: 'message_fault' };
const DELIVERED: AttemptResult = { kind: 'success' };

/** What every delivery queue keeps to. Run against the fake and against PostgreSQL alike. */
export function deliveryQueueContract(open: () => Promise<DeliveryQueueHarness>): void {
  describe('keeps to the contract of a delivery queue:', () => {
    let harness: DeliveryQueueHarness;
    let queue: DeliveryQueue;
    let documents = 0;

    beforeAll(async () => {
      harness = await open();
      queue = harness.queue;
    });
    afterAll(() => harness.close());

    const claim = (limit = 100, worker = 'first') => queue.claim(limit, LEASE_SECONDS, worker);
    const ids = (claimed: readonly ClaimedDelivery[]) =>
      claimed.map((delivery) => delivery.deliveryId).sort();
    const settle = (claimed: readonly ClaimedDelivery[], result: AttemptResult, worker = 'first') =>
      queue.settle(
        claimed.map((delivery) => outcomeOf(delivery, result)),
        worker,
      );
    /** Refused after the last attempt of the schedule. */
    const park = async (claimed: readonly ClaimedDelivery[]) => {
      harness.policy.retrySchedule = [];
      return settle(claimed, REFUSED).finally(() => (harness.policy.retrySchedule = [60_000]));
    };
    const idsOf = async (verdicts: Promise<Map<string, unknown>>) => [...(await verdicts).keys()];
    /** An endpoint in an empty queue. */
    const fresh = async (settings: Parameters<DeliveryQueueHarness['endpoint']>[0] = {}): Promise<number> => {
      await harness.clear();
      return harness.endpoint(settings);
    };
    const one = async (settings = {}, queued = {}): Promise<{ endpointId: number; id: string }> => {
      const endpointId = await fresh(settings);
      const [id] = await harness.enqueue([{ endpointId, ...queued }]);
      return { endpointId, id: id as string };
    };

    it('claims what is due and tells everything that a send needs', async () => {
      const body = '{"external_refs":{"a" : 1.0,"é":"\\u00e9","a":20000000000000000001}}\n';
      const { endpointId, id } = await one({}, { body });
      expect(await claim()).toEqual([
        {
          deliveryId: id,
          claimToken: expect.any(String),
          eventId: expect.any(String),
          event: 'document.exported',
          endpointId,
          attempts: 0,
          failures: 0,
          isResend: false,
          body,
          isProbe: false,
          isEndpointSteady: true,
          slots: 16,
        },
      ]);
      expect(await harness.facts(id)).toMatchObject({ state: 'delivering', dueInMs: null });
    });

    it('gives a claimed delivery to nobody else', async () => {
      await one();
      expect(await claim()).toHaveLength(1);
      expect(await claim(100, 'second')).toEqual([]);
    });

    it('does not claim what is due later', async () => {
      await one({}, { dueInMs: 5000 });
      expect(await claim()).toEqual([]);
    });

    it('claims at most as many as asked for, the longest due first', async () => {
      const endpointId = await fresh();
      const [, oldest, older] = await harness.enqueue([
        { endpointId, dueInMs: -1000 },
        { endpointId, dueInMs: -3000 },
        { endpointId, dueInMs: -2000 },
      ]);
      expect(ids(await claim(2))).toEqual([oldest, older].sort());
    });

    it('keeps to max_in_flight over several claims, and goes on when there is room again', async () => {
      const endpointId = await fresh({ maxInFlight: 2 });
      await harness.enqueue(Array.from({ length: 5 }, () => ({ endpointId })));
      const first = await claim();
      expect(first).toHaveLength(2);
      expect(await claim(100, 'second')).toEqual([]);
      await settle(first.slice(1), DELIVERED);
      expect(await claim(100, 'second')).toHaveLength(1);
      expect(await claim(100, 'second')).toEqual([]);
    });

    describe('what a worker may hold ahead', () => {
      const ahead = (endpointId: number, count: number) => new Map([[endpointId, count]]);
      const claimAhead = (endpointId: number, count: number, worker = 'first') =>
        queue.claim(100, LEASE_SECONDS, worker, ahead(endpointId, count));
      const slotsOf = (claimed: readonly ClaimedDelivery[]) => [
        ...new Set(claimed.map(({ slots }) => slots)),
      ];

      it('comes on top of its slots, and is counted once', async () => {
        const endpointId = await fresh({ maxInFlight: 2 });
        await harness.enqueue(Array.from({ length: 9 }, () => ({ endpointId })));
        const claimed = await claimAhead(endpointId, 3);
        expect(claimed).toHaveLength(5);
        expect(slotsOf(claimed)).toEqual([2]);
        expect(await claimAhead(endpointId, 3)).toEqual([]);
        await settle(claimed.slice(0, 2), DELIVERED);
        expect(await claimAhead(endpointId, 3)).toHaveLength(2);
        expect(await claimAhead(endpointId, 4)).toHaveLength(1);
      });

      it('takes the slots of others, and never gives more than are left', async () => {
        const endpointId = await fresh({ maxInFlight: 4 });
        await harness.enqueue(Array.from({ length: 20 }, () => ({ endpointId })));
        const first = await claimAhead(endpointId, 2);
        expect(first).toHaveLength(6);
        expect(await claimAhead(endpointId, 2, 'second')).toEqual([]);
        await settle(first.slice(0, 3), DELIVERED);
        const second = await claimAhead(endpointId, 2, 'second');
        expect(second).toHaveLength(3);
        expect(slotsOf(second)).toEqual([1]);
        await settle(first.slice(3, 4), DELIVERED);
        expect(slotsOf(await claimAhead(endpointId, 2))).toEqual([1]);
      });

      it('is nothing at a shut gate', async () => {
        const endpointId = await fresh({ maxInFlight: 4 });
        await harness.enqueue(Array.from({ length: 9 }, () => ({ endpointId })));
        await settle(await claim(1), { kind: 'pause', waitMs: 0 });
        expect(await claimAhead(endpointId, 5)).toHaveLength(1);
      });
    });

    it('gives every endpoint a share, whatever another one has queued', async () => {
      const busy = await fresh({ maxInFlight: 1000 });
      await harness.enqueue(Array.from({ length: 200 }, () => ({ endpointId: busy, dueInMs: -60_000 })));
      const quiet = [await harness.endpoint(), await harness.endpoint(), await harness.endpoint()];
      await harness.enqueue(quiet.map((endpointId) => ({ endpointId })));
      const claimed = (await claim(20)).map((delivery) => delivery.endpointId);
      for (const endpointId of quiet) expect(claimed).toContain(endpointId);
      expect(claimed.filter((endpointId) => endpointId === busy)).toHaveLength(5);
    });

    it('gives no room to an endpoint that has all its requests out', async () => {
      const busy = await fresh({ maxInFlight: 1 });
      await harness.enqueue([{ endpointId: busy }, { endpointId: busy }]);
      await claim();
      const idle = await harness.endpoint();
      const [id] = await harness.enqueue([{ endpointId: idle }]);
      expect(ids(await claim(1))).toEqual([id]);
    });

    it('claims nothing for disabled and deleted endpoints', async () => {
      const disabled = await fresh({ enabled: false });
      const deleted = await harness.endpoint({ deleted: true });
      await harness.enqueue([{ endpointId: disabled }, { endpointId: deleted }]);
      expect(await claim()).toEqual([]);
    });

    describe('the order of a document’s revisions', () => {
      const revisions = async (): Promise<string[]> => {
        const endpointId = await fresh();
        documents += 1;
        const revision = (number: number) => ({ endpointId, documentId: 5000 + documents, revision: number });
        // The highest has been due the longest: due times do not make the order.
        return harness.enqueue([
          revision(1),
          revision(2),
          { ...revision(3), dueInMs: -60_000 },
          { endpointId, documentId: 9000 + documents, revision: 1 },
        ]);
      };

      it('offers only the lowest one, and other documents meanwhile', async () => {
        const [first, , , other] = await revisions();
        expect(ids(await claim())).toEqual([first, other].sort());
        expect(await claim()).toEqual([]);
      });

      it('holds the next back while the lowest waits for a retry', async () => {
        const [first, second] = await revisions();
        await settle(await claim(), FAILED);
        expect(await claim()).toEqual([]);
        expect((await harness.facts(first!))?.state).toBe('pending');
        expect((await harness.facts(second!))?.state).toBe('pending');
      });

      it.each([
        ['delivered', DELIVERED],
        ['superseded by it', REFUSED],
      ])('offers the next one once the lowest is %s', async (_, verdict) => {
        const [, second, third] = await revisions();
        await settle(await claim(), verdict);
        const next = await claim();
        expect(ids(next)).toEqual([second]);
        await settle(next, verdict);
        expect(ids(await claim())).toEqual([third]);
      });

      it('counts for each endpoint alone', async () => {
        const slow = await fresh();
        const quick = await harness.endpoint();
        documents += 1;
        const queued = (endpointId: number, revision: number) => ({
          endpointId,
          documentId: 5000 + documents,
          revision,
        });
        const [, , , next] = await harness.enqueue([
          queued(slow, 1),
          queued(slow, 2),
          queued(quick, 1),
          queued(quick, 2),
        ]);
        const claimed = await claim();
        await settle(
          claimed.filter((delivery) => delivery.endpointId === quick),
          DELIVERED,
        );
        expect(ids(await claim())).toEqual([next]);
      });

      it('does not bind resends: they neither wait nor hold up', async () => {
        const endpointId = await fresh();
        documents += 1;
        const revision = (number: number, resend: boolean) => ({
          endpointId,
          documentId: 5000 + documents,
          revision: number,
          resend,
        });
        const [, second, , resent] = await harness.enqueue([
          revision(1, true),
          revision(2, false),
          revision(3, false),
          revision(4, true),
        ]);
        const claimed = await claim();
        expect(claimed).toHaveLength(3);
        expect(ids(claimed)).toEqual(expect.arrayContaining([second, resent]));
        expect(claimed.find((delivery) => delivery.deliveryId === resent)?.isResend).toBe(true);
      });
    });

    describe('settling', () => {
      it('finishes what was delivered', async () => {
        const { endpointId, id } = await one();
        const claimed = await claim();
        expect(await settle(claimed, DELIVERED)).toEqual(new Map([[id, { kind: 'delivered' }]]));
        expect(await harness.facts(id)).toMatchObject({ state: 'delivered', reason: null, attempts: 1 });
        expect(await harness.attempts(id)).toEqual([
          { attempt: 1, error: null, statusCode: 200, responseExcerpt: 'ok', worker: 'first' },
        ]);
        expect(await harness.consecutiveFailures(endpointId)).toBe(0);
        expect(await claim()).toEqual([]);
      });

      it('puts a failure off, counts and logs it', async () => {
        const { endpointId, id } = await one();
        const claimed = await claim();
        expect(await idsOf(settle(claimed, FAILED))).toEqual([id]);
        const facts = await harness.facts(id);
        expect(facts).toMatchObject({ state: 'pending', attempts: 1, failures: 1 });
        expect(facts?.dueInMs).toBeGreaterThan(50_000);
        expect(facts?.dueInMs).toBeLessThanOrEqual(66_000);
        expect(await harness.attempts(id)).toEqual([
          {
            attempt: 1,
            error: 'http: the receiver answered 500',
            statusCode: 500,
            responseExcerpt: 'broken',
            worker: 'first',
          },
        ]);
        expect(await harness.consecutiveFailures(endpointId)).toBe(1);
      });

      it('counts on over attempts, whoever makes them', async () => {
        const { endpointId, id } = await one();
        harness.policy.retrySchedule = [0, 0];
        await settle(await claim(), FAILED);
        const again = await claim(100, 'second');
        expect(again).toMatchObject([{ attempts: 1, failures: 1, isEndpointSteady: false }]);
        await settle(again, DELIVERED, 'second');
        expect(await harness.facts(id)).toMatchObject({ state: 'delivered', attempts: 2 });
        expect(await harness.attempts(id)).toMatchObject([
          { attempt: 1, statusCode: 500, worker: 'first' },
          { attempt: 2, statusCode: 200, worker: 'second' },
        ]);
        expect(await harness.consecutiveFailures(endpointId)).toBe(0);
      });

      it('parks with the reason', async () => {
        const { id } = await one();
        await park(await claim());
        expect(await harness.facts(id)).toMatchObject({
          state: 'parked',
          reason: 'retries_exhausted',
          attempts: 1,
        });
        expect(await harness.attempts(id)).toHaveLength(1);
        expect(await claim()).toEqual([]);
      });

      it('settles a batch of different outcomes together', async () => {
        const endpointId = await fresh();
        await harness.enqueue(Array.from({ length: 3 }, () => ({ endpointId })));
        const claimed = await claim();
        const results = [DELIVERED, FAILED, { kind: 'gone' } as const];
        const settled = await queue.settle(
          claimed.map((delivery, index) => outcomeOf(delivery, results[index]!)),
          'first',
        );
        expect(settled.size).toBe(3);
        const states = await Promise.all(claimed.map(({ deliveryId }) => harness.facts(deliveryId)));
        expect(states.map((facts) => facts?.state)).toEqual(['delivered', 'pending', 'parked']);
        expect(await harness.consecutiveFailures(endpointId)).toBe(1);
      });
    });

    describe('an endpoint that takes nothing', () => {
      /** So many deliveries of different documents, of which the first ones have opened the breaker. */
      const opened = async (waiting: number): Promise<{ endpointId: number; queued: string[] }> => {
        const endpointId = await fresh();
        const failing = Array.from({ length: harness.policy.breaker.failures }, () => ({ endpointId }));
        await harness.enqueue(failing);
        await settle(await claim(), FAILED);
        const queued = await harness.enqueue(
          Array.from({ length: waiting }, () => ({ endpointId, dueInMs: -1 })),
        );
        return { endpointId, queued };
      };
      const patience = { probeMinMs: 5000, probeMaxMs: 600_000 };
      const probeAt = (probeMinMs: number) =>
        Object.assign(harness.policy.breaker, { probeMinMs, probeMaxMs: probeMinMs });
      afterEach(() => {
        Object.assign(harness.policy.breaker, patience);
      });

      it('gets nothing until it is time for a probe', async () => {
        await opened(3);
        expect(await claim()).toEqual([]);
      });

      it('gets one probe at a time, another document each time, and none of them is spent', async () => {
        probeAt(0);
        await opened(3);
        const probed: string[] = [];
        for (let count = 0; count < 4; count++) {
          const probe = await claim();
          expect(probe).toMatchObject([{ isProbe: true, isEndpointSteady: false }]);
          expect(await claim(100, 'second')).toEqual([]);
          const verdicts = await settle(probe, FAILED);
          expect([...verdicts.values()]).toEqual([{ kind: 'held' }]);
          expect((await harness.facts(probe[0]!.deliveryId))?.state).toBe('pending');
          probed.push(probe[0]!.deliveryId);
        }
        for (const [index, id] of probed.entries()) expect(id).not.toBe(probed[index - 1]);
      });

      it('probes the only one again and again', async () => {
        probeAt(0);
        harness.policy.breaker.failures = 1;
        const { id } = await one();
        await settle(await claim(), FAILED);
        harness.policy.breaker.failures = 5;
        for (let count = 0; count < 3; count++) {
          const probe = await claim();
          expect(ids(probe)).toEqual([id]);
          await settle(probe, FAILED);
        }
        expect(await harness.facts(id)).toMatchObject({ attempts: 4, failures: 1 });
      });

      it('gets everything once a probe arrives, a few at a time first', async () => {
        probeAt(0);
        const { endpointId } = await opened(6);
        await settle(await claim(), DELIVERED);
        const first = await claim();
        expect(first).toHaveLength(2);
        await settle(first, DELIVERED);
        const second = await claim();
        expect(second).toHaveLength(4);
        await settle(second, DELIVERED);
        // 5 had failed and 6 waited; those that had failed are due as well.
        expect(await claim()).toHaveLength(4);
        expect(await harness.consecutiveFailures(endpointId)).toBe(0);
      });

      it('that asks for a pause gets one request afterwards', async () => {
        const endpointId = await fresh();
        await harness.enqueue([{ endpointId }, { endpointId }, { endpointId }]);
        const [asked, ...others] = await claim();
        await queue.release(others);
        await settle([asked!], { kind: 'pause', waitMs: 3_600_000 });
        expect(await claim()).toEqual([]);
        expect(await harness.facts(asked!.deliveryId)).toMatchObject({
          state: 'pending',
          failures: 0,
          attempts: 1,
        });
      });

      it('that asks for a pause gets it, whatever else was under way arrives', async () => {
        const endpointId = await fresh();
        await harness.enqueue([{ endpointId }, { endpointId }, { endpointId }]);
        const [asked, another, last] = await claim();
        await settle([asked!], { kind: 'pause', waitMs: 3_600_000 });
        await settle([another!], { kind: 'success' });
        await queue.release([last!]);
        expect(await claim()).toEqual([]);
      });

      it('and refuses the message of a probe: nothing of its schedule is spent', async () => {
        probeAt(0);
        await opened(0);
        const verdicts = await settle(await claim(), { kind: 'message_fault' });
        expect([...verdicts.values()]).toEqual([{ kind: 'held' }]);
      });

      it('said that it is gone: what was being sent is parked', async () => {
        const { id } = await one();
        const claimed = await claim();
        await settle(claimed, { kind: 'gone' });
        expect(await harness.facts(id)).toMatchObject({ state: 'parked', reason: 'gone' });
      });

      it('does not take part in what the others get', async () => {
        await opened(50);
        const healthy = await harness.endpoint();
        const [id] = await harness.enqueue([{ endpointId: healthy }]);
        expect(ids(await claim(1))).toEqual([id]);
      });
    });

    describe('a lease', () => {
      it('is left alone until it runs out', async () => {
        const { id } = await one();
        await claim();
        expect(await queue.recoverExpired(LEASE_SECONDS)).toBe(0);
        expect((await harness.facts(id))?.state).toBe('delivering');
      });

      it('that ran out is taken over: an attempt, but no failure, logged as lost', async () => {
        const endpointId = await fresh();
        await harness.enqueue([{ endpointId }, { endpointId }]);
        const [[expired], [kept]] = [await claim(1), await claim(1)];
        await harness.expire([expired!]);
        expect(await queue.recoverExpired(LEASE_SECONDS)).toBe(1);
        expect(await harness.facts(kept!.deliveryId)).toMatchObject({ state: 'delivering' });
        expect(await harness.facts(expired!.deliveryId)).toMatchObject({
          state: 'pending',
          attempts: 1,
          failures: 0,
        });
        expect(await harness.attempts(expired!.deliveryId)).toEqual([
          {
            attempt: 1,
            error: expect.stringMatching(/^lost: /),
            statusCode: null,
            responseExcerpt: null,
            worker: 'first',
          },
        ]);
        expect(await harness.consecutiveFailures(endpointId)).toBe(0);
        expect(await claim(100, 'second')).toMatchObject([{ attempts: 1, failures: 0 }]);
      });

      it.each([
        ['delivered', DELIVERED],
        ['a retry', FAILED],
        ['a refusal', REFUSED],
      ])('that was taken over fences its first owner off: %s changes nothing', async (_, verdict) => {
        const { endpointId, id } = await one();
        const first = await claim();
        await harness.expire(first);
        await queue.recoverExpired(LEASE_SECONDS);
        expect(await settle(first, verdict)).toEqual(new Map());
        expect(await harness.facts(id)).toMatchObject({ state: 'pending', attempts: 1, failures: 0 });
        expect(await harness.attempts(id)).toHaveLength(1);

        const second = await claim(100, 'second');
        expect(ids(second)).toEqual([id]);
        expect(await settle(first, verdict)).toEqual(new Map());
        await queue.release(first);
        expect(await harness.facts(id)).toMatchObject({ state: 'delivering', attempts: 1, failures: 0 });
        expect(await harness.attempts(id)).toHaveLength(1);
        expect(await harness.consecutiveFailures(endpointId)).toBe(0);

        expect(await idsOf(settle(second, DELIVERED, 'second'))).toEqual([id]);
        expect(await settle(first, verdict)).toEqual(new Map());
        expect(await harness.facts(id)).toMatchObject({ state: 'delivered', attempts: 2 });
      });

      it('still counts when it has run out and nobody has taken it over', async () => {
        const { id } = await one();
        const first = await claim();
        await harness.expire(first);
        expect(await idsOf(settle(first, DELIVERED))).toEqual([id]);
        expect(await queue.recoverExpired(LEASE_SECONDS)).toBe(0);
      });
    });

    it('settles an outcome once', async () => {
      const { id } = await one();
      const claimed = await claim();
      await park(claimed);
      expect(await park(claimed)).toEqual(new Map());
      expect(await harness.attempts(id)).toHaveLength(1);
    });

    it('takes back what was claimed and not sent, as if nothing had been', async () => {
      const { id } = await one();
      const claimed = await claim();
      await queue.release(claimed);
      expect(await harness.facts(id)).toMatchObject({ state: 'pending', attempts: 0, failures: 0 });
      expect(await harness.attempts(id)).toEqual([]);
      const again = await claim(100, 'second');
      expect(ids(again)).toEqual([id]);
      expect(again[0]?.claimToken).not.toBe(claimed[0]?.claimToken);
    });

    it('knows nothing of deliveries that are not there', async () => {
      const { endpointId } = await one();
      const [real] = await claim();
      const stranger = { ...real!, deliveryId: randomUUID() };
      expect(await settle([stranger], FAILED)).toEqual(new Map());
      expect(await harness.consecutiveFailures(endpointId)).toBe(0);
    });
  });
}
