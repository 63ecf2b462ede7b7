import { compareDrains } from '../lib/compare-drains.mjs';
import { ratioFinding } from '../lib/finding.mjs';
import { prepare } from '../lib/prepare.mjs';

const WAITING = 1_000_000;
const DELIVERIES = 15_000;
const NOBODY_LISTENS = 'http://127.0.0.1:9/';
const MOST_MB = 300;
const SLICE = 100_000;

const INSERT_WAITING = `
  WITH event AS (
    INSERT INTO outbox_events (event_id, event, document_id, revision, endpoint_ids, body)
    SELECT next_uuid7(), 'document.exported', 10000000 + number, 1, ARRAY[$1::integer], '{}'
      FROM generate_series($2::integer, $3::integer) AS number
    RETURNING event_id, event, document_id, revision)
  INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision)
  SELECT next_uuid7(), event_id, event, $1, document_id, revision FROM event`;

/**
 * A million deliveries wait for an endpoint that is down: its breaker is open, and it is probed meanwhile.
 * @type {import('./all.mjs').Scenario}
 */
export async function backlog(world) {
  const { scale, pairs } = world.options;
  const waiting = Math.round(WAITING * scale);
  const count = Math.round(DELIVERIES * Math.max(scale, 0.2));
  const endpoint = await prepare(world, 'backlog_without', count);
  await prepare(world, 'backlog_with', count, async ({ client, api }) => {
    const dead = await api.addEndpoint(NOBODY_LISTENS, 16);
    await client.query(`UPDATE webhook_endpoints SET events = '{}' WHERE id = $1`, [dead]); // the drained are not for it
    for (let done = 0; done < waiting; done += SLICE) {
      await client.query(INSERT_WAITING, [dead, done + 1, Math.min(done + SLICE, waiting)]);
    }
    await client.query(
      `UPDATE webhook_endpoint_states
          SET gate = 'open', gate_until = now(), probe_interval_ms = 5000, consecutive_failures = 5,
              last_failure = 'refused: connection refused'
        WHERE endpoint_id = $1`,
      [dead],
    );
  });
  const found = await compareDrains(world, {
    without: { template: 'backlog_without', endpoint, count },
    with: { template: 'backlog_with', endpoint, count },
    pairs,
  });
  await world.cluster.drop('backlog_with');
  await world.cluster.drop('backlog_without');
  const peaks = found.flatMap((pair) => pair.with.peakMb ?? []);
  const peak = Math.max(...peaks);
  const amount = waiting.toLocaleString('en');
  return [
    ratioFinding(
      `Throughput while ${amount} wait for a dead endpoint, against none`,
      found.map(({ ratio }) => ratio),
      { target: 0.9 },
    ),
    {
      what: `Most resident memory of the worker (VmHWM) with ${amount} waiting`,
      measured: peaks.length > 0 ? `${Math.round(peak)} MB` : 'not measured: no /proc',
      target: `< ${MOST_MB} MB`,
      met: peaks.length > 0 ? peak < MOST_MB : null,
    },
  ];
}
