import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Exports one document after the other at a steady pace, whether or not earlier ones have been answered.
 * @param {import('./service.mjs').Service} api @param {readonly number[]} ids @param {number} perSecond
 */
export async function exportPaced(api, ids, perSecond) {
  const started = performance.now();
  const answers = [];
  for (const [index, id] of ids.entries()) {
    const wait = started + (index * 1000) / perSecond - performance.now();
    if (wait > 1) await sleep(wait);
    const answer = api.post(`/api/documents/${id}/export`);
    answer.catch(() => undefined); // it rejects below
    answers.push(answer);
  }
  await Promise.all(answers);
}
