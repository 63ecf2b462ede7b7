import type { FaultKind } from './history.js';
import { judgedPauses } from './limits-are-kept.js';
import type { ChaosRun } from './run-chaos.js';

/** A run in numbers, one a line. */
export function summary({ history, operations, parked, standstill, ms }: ChaosRun): string[] {
  const { requests, arrivals, final, faults } = history;
  const count = (kind: FaultKind): number => faults.filter((fault) => fault.kind === kind).length;
  const looks = (state: string): number => requests.looks.filter((look) => look.state === state).length;
  const taken = arrivals.filter(({ status }) => status === 200);
  const distinct = new Set(taken.map(({ id, endpointId }) => `${id} ${endpointId}`)).size;
  const states = new Map<string, number>();
  const pauses = judgedPauses(history);
  for (const { state } of final.deliveries) states.set(state, (states.get(state) ?? 0) + 1);
  return [
    `exports       ${final.exports.length} (${requests.acknowledged.length} acknowledged, ${requests.unanswered.length} requests without an answer)`,
    `deliveries    ${final.deliveries.length} (${[...states].map(([state, number]) => `${number} ${state}`).join(', ')})`,
    `arrivals      ${arrivals.length} (${taken.length} answered 200, ${taken.length - distinct} of them duplicates)`,
    `resent        ${requests.resent.length} (${parked} were parked in the end)`,
    `cancelled     ${requests.cancelled.length}`,
    `shut          seen ${looks('open')} times open, ${looks('paused')} times paused; ${pauses.kept} spans of pauses could be judged, and what came first after ${pauses.probed}`,
    `in flight     ${history.settings.maxInFlightOfAll || 'as many as they like'} at most over all workers`,
    `replays       ${replaysIn(history)}`,
    `operations    ${[...operations].map(([name, number]) => `${number} ${name}`).join(', ')}`,
    `processes     ${count('kill')} kills, ${count('freeze')} freezes, ${count('restart')} restarts`,
    `database      ${count('crash')} crashes, ${count('terminate')} times sessions ended, ${count('cut')} times connections cut`,
    `recovery      ${seconds(longestRecovery(history))} at most from the moment that all is whole to the next 200`,
    `time          ${seconds(ms.all)}: start ${seconds(ms.start)}, faults ${seconds(ms.faults)}, draining ${seconds(ms.drain)}; the machine stood still for ${(standstill * 100).toFixed(1)} %`,
    `ledger        ${final.ledger.balanced ? 'balanced' : 'not balanced'}`,
  ];
}

function replaysIn({ requests, final }: ChaosRun['history']): string {
  const { replays } = final;
  const count = (state: string): number => replays.filter((replay) => replay.state === state).length;
  const events = replays.reduce((sum, { done }) => sum + done, 0);
  const copies = final.deliveries.filter(({ resendOf }) => resendOf !== null).length;
  const unanswered = requests.replayed.filter(({ id }) => id === null).length;
  const missing = replays.filter(({ includeMissing }) => includeMissing).length;
  return `${replays.length} (${count('done')} done, ${count('cancelled')} cancelled, ${missing} of what was missing, too; ${unanswered} requests without an answer), ${events} events; ${copies} further deliveries with those of resends`;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** From the moment that nothing is broken or held back any more. */
function longestRecovery({ faults, requests, arrivals }: ChaosRun['history']): number {
  const ends: number[] = [];
  let end = 0;
  for (const { from, to } of [...faults, ...requests.offline].sort((a, b) => a.from - b.from)) {
    if (from > end && end > 0) ends.push(end);
    end = Math.max(end, to);
  }
  ends.push(end);
  const recoveries = ends.map((each) => {
    const next = arrivals.find(({ at, status }) => at > each && status === 200);
    return next ? next.at - each : 0;
  });
  return Math.max(0, ...recoveries);
}
