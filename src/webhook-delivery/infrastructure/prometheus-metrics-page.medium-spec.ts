import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import type { SelfCheckBoard } from '../../shared/kernel/self-check-board.js';
import { MeasuredDeliveryQueue } from './measured-delivery-queue.js';
import { PrometheusMetricsPage } from './prometheus-metrics-page.js';

describe('PrometheusMetricsPage', () => {
  let harness: PostgresDeliveryHarness;

  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
  });
  afterAll(() => harness.close());

  /** One that has not asked the database yet. */
  const aPage = async (): Promise<PrometheusMetricsPage> => {
    const board = { read: () => Promise.resolve({}) } as unknown as SelfCheckBoard;
    return new PrometheusMetricsPage(await harness.database.open(), board);
  };
  const valueIn = (text: string, metric: string): number | undefined => {
    const line = text.split('\n').find((each) => each.startsWith(`${metric} `));
    return line === undefined ? undefined : Number(line.slice(metric.length + 1));
  };

  it('has the dead rows of every table that is updated and deleted from all the time', async () => {
    const { text } = await (await aPage()).read();
    const tables = [...text.matchAll(/^recordengine_dead_tuples\{table="(.+?)"\} \d/gm)].map(
      ([, name]) => name,
    );
    expect(tables.sort()).toEqual([
      'document_processing',
      'document_ref_keys',
      'document_ref_systems',
      'documents',
      'idempotency_keys',
      'outbox_feed',
      'outbox_unsequenced',
      'webhook_claims',
      'webhook_deliveries',
      'webhook_endpoint_states',
      'webhook_endpoints',
      'webhook_extra_deliveries',
      'webhook_parked_deliveries',
      'webhook_replays',
      'webhook_slot_book',
    ]);
  });

  // A slot holds nothing without a standby, and a server allows no prepared transactions unless it is told to: others
  // of the same names stand in for the two views.
  it.each([
    ['a replication slot', 'pg_replication_slots', 'xmin'],
    ['a prepared transaction', 'pg_prepared_xacts', 'transaction'],
  ])('has the age of what %s holds', async (_, view, column) => {
    const [database] = await harness.sql<{ name: string }>(`SELECT current_database() AS name`);
    await harness.sql(`ALTER DATABASE ${database!.name} SET search_path = public, pg_catalog`);
    await harness.sql(
      `CREATE VIEW public.${view} AS
         SELECT (txid_current() % 4294967296 - 500)::text::xid AS "${column}"`,
    );
    try {
      const { text } = await (await aPage()).read();
      expect(valueIn(text, 'recordengine_oldest_xmin_age_transactions')).toBeGreaterThanOrEqual(500);
    } finally {
      await harness.sql(`DROP VIEW public.${view}`);
      await harness.sql(`ALTER DATABASE ${database!.name} RESET search_path`);
    }
  });

  it('counts a send whose worker was lost as an attempt', async () => {
    const page = await aPage();
    const endpointId = await harness.endpoint();
    await harness.enqueue([{ endpointId }, { endpointId }]);
    const queue = new MeasuredDeliveryQueue(harness.queue, page);
    await harness.expire(await queue.claim(10, 30, 'worker'));
    await queue.recoverExpired(30);
    await queue.recoverExpired(30);
    const { text } = await page.read();
    expect(valueIn(text, 'recordengine_delivery_attempts_total{outcome="lost"}')).toBe(2);
    expect(valueIn(text, 'recordengine_lease_takeovers_total')).toBe(2);
  });
});
