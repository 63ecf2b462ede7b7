import { compareDrains } from '../lib/compare-drains.mjs';
import { ratioFinding } from '../lib/finding.mjs';
import { prepare } from '../lib/prepare.mjs';

const FINISHED = 2_000_000;
const DELIVERIES = 15_000;
const SLICE = 200_000;

const INSERT_FINISHED = `
  INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, document_id, revision, state, attempts,
         created_at, finished_at, started_at, duration_ms, status_code, response_excerpt, worker)
  SELECT next_uuid7(), next_uuid7(), 'document.exported', $1, 10000000 + number, 1, 'delivered', 1,
         now(), now(), now(), 3, 200, 'ok', 'an earlier one'
    FROM generate_series($2::integer, $3::integer) AS number`;

/** Two million deliveries were finished before. @type {import('./all.mjs').Scenario} */
export async function history(world) {
  const { scale, pairs } = world.options;
  const finished = Math.round(FINISHED * scale);
  const count = Math.round(DELIVERIES * Math.max(scale, 0.2));
  const endpoint = await prepare(world, 'history_without', count);
  await prepare(world, 'history_with', count, async ({ client, endpoint: id }) => {
    for (let done = 0; done < finished; done += SLICE) {
      await client.query(INSERT_FINISHED, [id, done + 1, Math.min(done + SLICE, finished)]);
    }
  });
  const found = await compareDrains(world, {
    without: { template: 'history_without', endpoint, count },
    with: { template: 'history_with', endpoint, count },
    pairs,
  });
  await world.cluster.drop('history_with');
  await world.cluster.drop('history_without');
  return [
    ratioFinding(
      `Throughput after ${finished.toLocaleString('en')} finished deliveries, against none`,
      found.map(({ ratio }) => ratio),
      { target: 0.9 },
    ),
  ];
}
