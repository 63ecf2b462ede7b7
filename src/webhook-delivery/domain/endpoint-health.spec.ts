import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttemptResult } from './classify-answer.js';
import {
  EndpointHealth,
  type AttemptedDelivery,
  type EndpointHealthSnapshot,
  type Verdict,
} from './endpoint-health.js';

const POLICY = {
  retrySchedule: [1000, 2000],
  breaker: { failures: 3, probeMinMs: 100, probeMaxMs: 1000 },
};
const FAULT: AttemptResult = { kind: 'endpoint_fault' };
const REFUSED: AttemptResult = { kind: 'message_fault' };
const SUCCESS: AttemptResult = { kind: 'success' };

/** An endpoint of four requests at a time, told of one attempt after the other. */
class Story {
  state: EndpointHealthSnapshot = EndpointHealth.fresh();
  gateDelayMs: number | undefined;
  reopened = false;
  announced: string[] = [];

  tell(result: AttemptResult, delivery: Partial<AttemptedDelivery> = {}): Verdict {
    const health = new EndpointHealth(this.state, POLICY, () => 0.5);
    const verdict = health.record(
      {
        documentId: 1,
        isOperational: false,
        isResend: false,
        isProbe: this.state.gate !== 'closed',
        failures: 0,
        hasLaterRevision: false,
        othersDeliveredSince: false,
        ...delivery,
      },
      result,
      'http: no',
      4,
    );
    this.state = health.snapshot();
    this.gateDelayMs = health.gateDelayMs;
    this.reopened = health.reopened;
    this.announced.push(...health.announcements);
    return verdict;
  }

  fail(times: number): void {
    for (let count = 0; count < times; count++) this.tell(FAULT, { documentId: count });
  }
}

describe('EndpointHealth', () => {
  it('spends the schedule on faults and opens at the breaker’s number of them in a row', () => {
    const story = new Story();
    expect(story.tell(FAULT)).toEqual({ kind: 'retry', delayMs: 1000 });
    expect(story.tell(FAULT, { failures: 1 })).toEqual({ kind: 'retry', delayMs: 2000 });
    expect(story.state).toMatchObject({ gate: 'closed', consecutiveFailures: 2, lastFailure: 'http: no' });
    expect(story.tell(FAULT)).toEqual({ kind: 'retry', delayMs: 1000, shuts: true });
    expect(story.state).toMatchObject({ gate: 'open', consecutiveFailures: 3 });
    expect(story.gateDelayMs).toBe(100);
  });

  it('counts only faults in a row', () => {
    const story = new Story();
    story.fail(2);
    story.tell(SUCCESS);
    story.fail(2);
    expect(story.state).toMatchObject({ gate: 'closed', consecutiveFailures: 2 });
  });

  it('probes an open endpoint for ever, at growing intervals, without spending an attempt', () => {
    const story = new Story();
    story.fail(3);
    const intervals = Array.from({ length: 50 }, () => {
      expect(story.tell(FAULT, { failures: 99 })).toEqual({ kind: 'held' });
      return story.gateDelayMs;
    });
    expect(intervals.slice(0, 5)).toEqual([200, 400, 800, 1000, 1000]);
    expect(intervals.at(-1)).toBe(1000);
  });

  it('is not moved by what was under way when it opened', () => {
    const story = new Story();
    story.fail(3);
    expect(story.tell(FAULT, { isProbe: false })).toEqual({ kind: 'held' });
    expect(story.gateDelayMs).toBeUndefined();
    expect(story.state).toMatchObject({ gate: 'open', probeIntervalMs: 100, lastProbedDocument: null });
  });

  it('closes at the first success, and ramps up', () => {
    const story = new Story();
    story.fail(3);
    expect(story.tell(SUCCESS)).toEqual({ kind: 'delivered' });
    expect(story.reopened).toBe(true);
    expect(story.state).toEqual({ ...EndpointHealth.fresh(), ramp: 2 });
    story.tell(SUCCESS);
    expect(story.state.ramp).toBe(3);
    expect(story.reopened).toBe(false);
    story.tell(SUCCESS);
    expect(EndpointHealth.isSteady(story.state)).toBe(true);
  });

  it('still has everything due when more has arrived in the same batch', () => {
    const story = new Story();
    story.fail(3);
    const health = new EndpointHealth(story.state, POLICY);
    const delivery = {
      documentId: 1,
      isOperational: false,
      isResend: false,
      isProbe: false,
      failures: 0,
      hasLaterRevision: false,
      othersDeliveredSince: false,
    };
    for (let count = 0; count < 2; count++) health.record(delivery, SUCCESS, null, 4);
    expect(health.reopened).toBe(true);
  });

  it('opens rather than park a last attempt while nothing else was delivered', () => {
    const story = new Story();
    expect(story.tell(FAULT, { failures: 2 })).toEqual({ kind: 'held' });
    expect(story.state.gate).toBe('open');
  });

  it('parks a last attempt when others were delivered since', () => {
    const story = new Story();
    expect(story.tell(FAULT, { failures: 2, othersDeliveredSince: true })).toEqual({
      kind: 'parked',
      reason: 'retries_exhausted',
    });
    expect(story.state.gate).toBe('closed');
  });

  describe('a refused message', () => {
    it('spends its own schedule and is parked after the last', () => {
      const story = new Story();
      expect(story.tell(REFUSED)).toEqual({ kind: 'retry', delayMs: 1000 });
      expect(story.tell(REFUSED, { failures: 2 })).toEqual({ kind: 'parked', reason: 'retries_exhausted' });
      expect(story.state).toMatchObject({ gate: 'closed', consecutiveFailures: 0 });
    });

    it('is superseded at once when a later revision waits, but a resend is not', () => {
      const story = new Story();
      expect(story.tell(REFUSED, { hasLaterRevision: true })).toEqual({
        kind: 'superseded',
        reason: 'later_revision',
      });
      expect(story.tell(REFUSED, { hasLaterRevision: true, isResend: true })).toMatchObject({
        kind: 'retry',
      });
    });

    it('spends nothing at an open gate: probes do not follow the schedule', () => {
      const story = new Story();
      story.fail(3);
      expect(story.tell(REFUSED, { documentId: 7, failures: 2 })).toEqual({ kind: 'held' });
      expect(story.gateDelayMs).toBe(100); // another document may be welcome
      expect(story.tell(REFUSED, { documentId: 8, failures: 2 })).toEqual({ kind: 'held' });
      expect(story.gateDelayMs).toBe(100);
      expect(story.tell(REFUSED, { documentId: 7, failures: 2 })).toEqual({ kind: 'held' });
      expect(story.gateDelayMs).toBe(200); // it was not
      expect(story.tell(REFUSED, { documentId: 8, hasLaterRevision: true })).toMatchObject({
        kind: 'superseded',
      });
      story.tell(SUCCESS, { documentId: 9 });
      expect(story.tell(REFUSED, { documentId: 7, failures: 2 })).toMatchObject({ kind: 'parked' });
    });

    it('is the endpoint’s fault when ten documents in a row are refused', () => {
      const story = new Story();
      for (let documentId = 1; documentId <= 9; documentId++) story.tell(REFUSED, { documentId });
      story.tell(REFUSED, { documentId: 9 });
      expect(story.state.consecutiveFailures).toBe(0);
      for (let documentId = 10; documentId <= 12; documentId++) story.tell(REFUSED, { documentId });
      expect(story.state).toMatchObject({ gate: 'open', consecutiveFailures: 3 });
    });

    it('says nothing against the endpoint once something was delivered', () => {
      const story = new Story();
      for (let documentId = 1; documentId <= 9; documentId++) story.tell(REFUSED, { documentId });
      story.tell(SUCCESS);
      for (let documentId = 10; documentId <= 18; documentId++) story.tell(REFUSED, { documentId });
      expect(story.state.consecutiveFailures).toBe(0);
    });
  });

  describe('a pause', () => {
    it('lasts as long as the receiver says, and spends nothing', () => {
      const story = new Story();
      expect(story.tell({ kind: 'pause', waitMs: 7000 })).toEqual({ kind: 'held' });
      expect(story.state).toMatchObject({ gate: 'paused', consecutiveFailures: 0 });
      expect(story.gateDelayMs).toBe(7000);
      expect(story.tell(SUCCESS)).toEqual({ kind: 'delivered' });
      expect(EndpointHealth.isSteady(story.state)).toBe(true);
      expect(story.reopened).toBe(false); // what waits for its own schedule goes on waiting
    });

    it('doubles from 5 s to 10 min while the receiver does not say', () => {
      const story = new Story();
      const waits = Array.from({ length: 9 }, () => {
        story.tell({ kind: 'pause', waitMs: null });
        return story.gateDelayMs;
      });
      expect(waits).toEqual([5000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 600_000, 600_000]);
    });

    it('is told once by many requests that were under way', () => {
      const story = new Story();
      for (let count = 0; count < 5; count++) story.tell({ kind: 'pause', waitMs: null }, { isProbe: false });
      expect(story.state).toMatchObject({ gate: 'paused', pauseMs: 5000 });
    });

    it('stays, whatever else was under way and is delivered', () => {
      const story = new Story();
      story.tell({ kind: 'pause', waitMs: null });
      expect(story.tell(SUCCESS, { isProbe: false })).toEqual({ kind: 'delivered' });
      expect(story.state).toMatchObject({ gate: 'paused', pauseMs: 5000 });
      expect(story.gateDelayMs).toBeUndefined(); // until when it was
      story.tell({ kind: 'pause', waitMs: null });
      expect(story.gateDelayMs).toBe(10_000);
    });

    it('is not cut short by faults of what was under way', () => {
      const story = new Story();
      story.tell({ kind: 'pause', waitMs: 3_600_000 });
      for (let documentId = 1; documentId <= 4; documentId++) {
        expect(story.tell(FAULT, { documentId, isProbe: false })).toEqual({ kind: 'retry', delayMs: 1000 });
      }
      expect(story.tell(FAULT, { isProbe: false, failures: 2 })).toEqual({ kind: 'held' });
      expect(story.state).toMatchObject({ gate: 'paused', consecutiveFailures: 5 });
      expect(story.gateDelayMs).toBeUndefined();
      story.tell(FAULT, { isProbe: true });
      expect(story.state.gate).toBe('open');
    });

    it('ends when the first request afterwards fails otherwise', () => {
      const story = new Story();
      story.tell({ kind: 'pause', waitMs: 1000 });
      expect(story.tell(FAULT)).toMatchObject({ kind: 'retry' });
      expect(story.state).toMatchObject({ gate: 'closed', consecutiveFailures: 1 });
    });
  });

  it('parks everything once the receiver is gone, whatever else comes back', () => {
    const story = new Story();
    expect(story.tell({ kind: 'gone' })).toEqual({ kind: 'parked', reason: 'gone' });
    expect(story.tell(FAULT, { isProbe: false })).toEqual({ kind: 'parked', reason: 'gone' });
    expect(story.tell(SUCCESS, { isProbe: false })).toEqual({ kind: 'delivered' });
    expect(story.state.gate).toBe('gone');
  });

  it('never gets stuck: whatever happened, a shut gate has a next probe, and one success opens it', () => {
    const result = fc.constantFrom<AttemptResult>(
      SUCCESS,
      FAULT,
      REFUSED,
      { kind: 'interrupted' },
      { kind: 'pause', waitMs: null },
      { kind: 'pause', waitMs: 3000 },
    );
    const step = fc.record({
      result,
      documentId: fc.integer({ min: 1, max: 15 }),
      isProbe: fc.boolean(),
      failures: fc.integer({ min: 0, max: 3 }),
      hasLaterRevision: fc.boolean(),
      othersDeliveredSince: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const story = new Story();
        let next: number | undefined;
        for (const { result: told, ...delivery } of steps) {
          const before = story.state;
          const verdict = story.tell(told, {
            ...delivery,
            isProbe: delivery.isProbe && before.gate !== 'closed',
          });
          next = story.gateDelayMs ?? (story.state.gate === 'closed' ? undefined : next);
          // A shut gate always knows when it looks again, and never waits longer than it may.
          expect(story.state.gate === 'closed' || (next !== undefined && next > 0 && next <= 600_000)).toBe(
            true,
          );
          // Nothing is parked for a fault of an endpoint that takes nothing.
          if (told.kind === 'endpoint_fault' && verdict.kind === 'parked') {
            expect(delivery.othersDeliveredSince).toBe(true);
          }
          if (before.gate === 'open' && told.kind === 'endpoint_fault') expect(verdict.kind).toBe('held');
        }
        story.tell(SUCCESS);
        expect(story.state.gate).toBe('closed');
      }),
    );
  });

  describe('announces', () => {
    const OPERATIONAL = { isOperational: true, documentId: null };

    it('failing, open and recovered once each, in this order', () => {
      const story = new Story();
      story.fail(5);
      expect(story.announced).toEqual(['endpoint.failing', 'endpoint.open']);
      for (let count = 0; count < 5; count++) story.tell(SUCCESS);
      expect(story.announced).toEqual(['endpoint.failing', 'endpoint.open', 'endpoint.recovered']);
      expect(EndpointHealth.isSteady(story.state)).toBe(true);
      story.fail(1);
      expect(story.announced.slice(3)).toEqual(['endpoint.failing']);
    });

    it('open alone, when the first fault known of a document is the one that finds it open', () => {
      const story = new Story();
      for (let count = 0; count < 3; count++) story.tell(FAULT, OPERATIONAL);
      expect(story.announced).toEqual([]);
      story.tell(FAULT);
      expect(story.announced).toEqual(['endpoint.open']);
    });

    it('nothing about what happens to operational events, and a recovery once a document arrives', () => {
      const story = new Story();
      for (let count = 0; count < 9; count++) story.tell(FAULT, OPERATIONAL);
      story.tell(SUCCESS, OPERATIONAL);
      expect(story.announced).toEqual([]);
      story.fail(1);
      story.tell(SUCCESS, OPERATIONAL);
      expect(story.announced).toEqual(['endpoint.failing']);
      expect(EndpointHealth.isSteady(story.state)).toBe(false);
      story.tell(SUCCESS);
      expect(story.announced).toEqual(['endpoint.failing', 'endpoint.recovered']);
    });

    it('that the receiver has gone, once', () => {
      const story = new Story();
      story.tell({ kind: 'gone' });
      story.tell(FAULT, { isProbe: false });
      expect(story.announced).toEqual(['endpoint.disabled']);
    });

    it('no pause, and no single refusal', () => {
      const story = new Story();
      story.tell({ kind: 'pause', waitMs: 10 });
      story.tell(SUCCESS);
      story.tell(REFUSED);
      expect(story.announced).toEqual([]);
    });
  });
});
