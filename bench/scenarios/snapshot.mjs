import { compareDrains } from '../lib/compare-drains.mjs';
import { drain } from '../lib/drain.mjs';
import { ratioFinding } from '../lib/finding.mjs';
import { prepare } from '../lib/prepare.mjs';
import { sequence } from '../lib/sequence.mjs';

const SECONDS = 60;
const EXPORTED = 40_000; // enough to tell about how many it drains in that time
const FASTER = 1.2; // than in that short drain, whose process is cold
const MOST_PAIRS = 2; // a minute for each drain

/** More of the same, by SQL: exporting all of them would take longer than draining them. */
const MULTIPLY = `
  WITH event AS (
    INSERT INTO outbox_events (event_id, event, document_id, revision, endpoint_ids, body)
    SELECT next_uuid7(), event, document_id + number * 10000000, revision, endpoint_ids, body
      FROM outbox_events, generate_series(1, $1::integer) AS number
    RETURNING event_id, event, endpoint_ids, document_id, revision)
  INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision)
  SELECT next_uuid7(), event_id, event, endpoint_ids[1], document_id, revision FROM event`;

/** Somebody's transaction keeps its snapshot, and vacuum removes nothing. @type {import('./all.mjs').Scenario} */
export async function snapshot(world) {
  const { cluster } = world;
  const { scale, pairs } = world.options;
  const seconds = SECONDS * Math.max(scale, 0.1);
  const exported = Math.round(EXPORTED * Math.max(scale, 0.2));
  const endpoint = await prepare(world, 'snapshot_ready', exported);
  await cluster.copy('snapshot_ready', 'scenario_round');
  const { rate } = await drain(world, 'scenario_round', { endpoint, count: exported });
  const times = Math.max(1, Math.ceil((FASTER * rate * seconds) / exported));
  await cluster.use('snapshot_ready', (client) => client.query(MULTIPLY, [times - 1]));
  await sequence(cluster, 'snapshot_ready');

  const side = { template: 'snapshot_ready', endpoint, count: exported * times };
  const found = await compareDrains(world, {
    without: side,
    with: {
      ...side,
      around: (database, work) =>
        cluster.use(database, async (client) => {
          await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
          await client.query('SELECT count(*) FROM webhook_endpoints');
          return work();
        }),
    },
    pairs: Math.min(pairs, MOST_PAIRS),
  });
  await cluster.drop('snapshot_ready');
  const lasted = Math.round(Math.max(...found.map((pair) => pair.with.seconds)));
  return [
    ratioFinding(
      `Throughput of a drain of ${lasted} s while another transaction holds a snapshot, against none`,
      found.map(({ ratio }) => ratio),
      { target: 0.9 },
    ),
  ];
}
