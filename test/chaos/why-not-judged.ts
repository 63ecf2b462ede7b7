import { missingKinds } from './faults.js';
import { judgedPauses } from './limits-are-kept.js';
import type { ChaosRun } from './run-chaos.js';

const MOST_STANDSTILL = 0.25;
const LEAST_EXPORTS = 20;

/** Why a run says nothing about the service, or not enough. */
export function whyNotJudged({ history, left, standstill, ms }: ChaosRun): string[] {
  const reasons: string[] = [];
  const missing = missingKinds(history.faults);
  if (missing.length > 0) reasons.push(`these faults did not happen: ${missing.join(', ')}`);
  if (left.length > 0)
    reasons.push(
      `after ${Math.round(ms.drain / 1000)} s of peace these were still to go: ${left.slice(0, 10).join('; ')}`,
    );
  if (standstill > MOST_STANDSTILL)
    reasons.push(`the machine is too slow: it stood still for ${Math.round(standstill * 100)} % of the time`);
  const exports = history.requests.acknowledged.length;
  if (exports < LEAST_EXPORTS) reasons.push(`only ${exports} exports were answered`);
  if (!history.final.replays.some(({ state }) => state === 'done')) reasons.push('no replay was done');
  const { kept, probed } = judgedPauses(history);
  if (kept === 0) reasons.push('there was no pause in which a request would have been seen');
  if (probed === 0) reasons.push('no request was seen to come first after a pause');
  return reasons;
}
