import { expect, it } from '@jest/globals';
import { FAULT_KINDS, type Fault } from './history.js';
import type { ChaosRun } from './run-chaos.js';
import { whyNotJudged } from './why-not-judged.js';

/** What the judgement looks at. */
function run({
  missing = '',
  exports = 20,
  left = [] as string[],
  standstill = 0.25,
  replay = 'done',
  pause = 9000,
  resumes = true,
}): ChaosRun {
  const faults = FAULT_KINDS.filter((kind) => kind !== missing).map((kind): Fault => ({
    ...{ kind, target: '', from: 0, to: 1, losesOutcomes: true },
  }));
  const acknowledged = Array.from({ length: exports });
  const ms = { start: 1000, faults: 1000, drain: 90_000, all: 92_000 };
  const final = { replays: [{ state: 'cancelled' }, { state: replay }] };
  const asked = {
    endpointId: 1,
    at: 10_000,
    status: 429,
    retryAfterMs: pause,
    answeredAt: 10_000,
    endedAt: 10_000,
  };
  const first = {
    ...asked,
    at: 20_000,
    status: 200,
    retryAfterMs: null,
    answeredAt: 20_200,
    endedAt: 20_200,
  };
  const setting = [{ from: 0, to: Infinity, value: '' }];
  const endpoint = { id: 1, enabled: [], settings: { url: setting, auth: setting } };
  const look = {
    endpointId: 1,
    state: 'paused',
    from: 10_100,
    to: 10_200,
    nextProbe: '',
    nextProbeAt: 10_000,
  };
  const history = {
    ...{ faults, final, stalls: [], arrivals: resumes ? [asked, first] : [asked] },
    requests: { acknowledged, endpoints: [endpoint], looks: [look] },
    settings: { leaseMs: 7000, timeoutMs: 2000, maxInFlightOfAll: 0 },
  };
  return {
    ...{ history, left, standstill, ms },
  } as unknown as ChaosRun;
}

it('judges a run in which enough happened', () => {
  expect(whyNotJudged(run({}))).toEqual([]);
});

it.each([
  ['these faults did not happen: freeze', { missing: 'freeze' }],
  [
    'after 90 s of peace these were still to go: e1 at endpoint 2 is pending',
    { left: ['e1 at endpoint 2 is pending'] },
  ],
  ['the machine is too slow: it stood still for 30 % of the time', { standstill: 0.3 }],
  ['only 19 exports were answered', { exports: 19 }],
  ['no replay was done', { replay: 'running' }],
  ['there was no pause in which a request would have been seen', { pause: 7000 }],
  ['no request was seen to come first after a pause', { resumes: false }],
])('says when %s', (reason, told) => {
  expect(whyNotJudged(run(told))).toEqual([reason]);
});
