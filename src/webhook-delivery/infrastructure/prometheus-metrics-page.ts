import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { DataSource } from 'typeorm';
import { SelfCheckBoard } from '../../shared/kernel/self-check-board.js';
import { MetricsPage } from '../application/metrics-page.js';
import { READ_BACKLOG, READ_DEAD_TUPLES, READ_OLDEST_XMIN } from './sql/read-gauges.sql.js';

/**
 * However often somebody asks, the database is asked once in this time, and for a fiftieth of the time at most:
 * counting a backlog of a million takes 0.8 s (2 busy cores, PostgreSQL 15).
 */
const GAUGES_ARE_GOOD_FOR_MS = 10_000;
const GAUGES_REST = 50;
/** Longer than that nobody waits for the database. */
const PATIENCE_MS = 2000;

interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

@Injectable()
export class PrometheusMetricsPage extends MetricsPage {
  readonly #log = new Logger(PrometheusMetricsPage.name);
  /** Of its own: tests have several applications in one process. */
  readonly #registry = new Registry();
  readonly #registers = { registers: [this.#registry] };
  #refreshing: Promise<void> = Promise.resolve();
  #refreshAt = -Infinity;

  readonly attempts = new Counter({
    name: 'recordengine_delivery_attempts_total',
    help: 'Sends by this process whose outcome was written: delivered, or the class of the error; lost: taken over by it',
    labelNames: ['outcome'] as const,
    ...this.#registers,
  });
  /**
   * From the time in the event's id, which is made in the transaction that commits it: a commit's own time is kept
   * nowhere, unless the server tracks it. So it is too long by the rest of that transaction.
   */
  readonly commitToDelivery = new Histogram({
    name: 'recordengine_commit_to_delivery_seconds',
    help:
      'From the making of an event, shortly before its commit and by the clock of the process that made it, until its ' +
      'delivery is written, by the clock of this one; waiting and retries included, without resends',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600, 86_400],
    ...this.#registers,
  });
  readonly claimSeconds = new Histogram({
    name: 'recordengine_claim_seconds',
    help: 'Time of a claim in the database',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    ...this.#registers,
  });
  readonly leaseTakeovers = new Counter({
    name: 'recordengine_lease_takeovers_total',
    help: 'Deliveries that this process took over from a worker that was lost',
    ...this.#registers,
  });
  readonly #backlog = this.#gauge(
    'endpoint_backlog',
    'Deliveries that wait or are on their way',
    'endpoint_id',
  );
  readonly #oldest = this.#gauge(
    'endpoint_oldest_pending_seconds',
    'Age of the oldest of them',
    'endpoint_id',
  );
  readonly #deadTuples = this.#gauge('dead_tuples', 'Dead rows that vacuum has not removed yet', 'table');
  readonly #oldestXmin = this.#gauge(
    'oldest_xmin_age_transactions',
    'How far back the oldest snapshot, slot or prepared transaction holds vacuum up',
  );
  readonly #pool = this.#gauge('database_pool_connections', 'Connections, and who waits for one', 'state');

  readonly #selfCheckFailed = this.#gauge(
    'self_check_failed',
    'What the last look of the self-check, by any process, has found: 1 is a defect',
    'check',
  );
  readonly #selfCheckLooked = this.#gauge(
    'self_check_last_run_timestamp_seconds',
    'When it was last answered',
    'check',
  );

  constructor(
    private readonly dataSource: DataSource,
    private readonly selfCheck: SelfCheckBoard,
  ) {
    super();
    collectDefaultMetrics({ register: this.#registry });
  }

  async read(): Promise<{ contentType: string; text: string }> {
    if (performance.now() > this.#refreshAt) {
      const began = performance.now();
      this.#refreshAt = Infinity;
      this.#refreshing = this.#refresh().catch((error: unknown) => {
        this.#log.debug(`Gauges are as old as they are: ${String(error)}`);
      });
      void this.#refreshing.then(() => {
        const tookMs = performance.now() - began;
        this.#refreshAt = began + Math.max(GAUGES_ARE_GOOD_FOR_MS, GAUGES_REST * tookMs);
      });
    }
    await Promise.race([this.#refreshing, pause(PATIENCE_MS, undefined, { ref: false })]);
    const { master: pool } = this.dataSource.driver as unknown as { master: Pool };
    this.#pool.set({ state: 'total' }, pool.totalCount);
    this.#pool.set({ state: 'idle' }, pool.idleCount);
    this.#pool.set({ state: 'waiting' }, pool.waitingCount);
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  async #refresh(): Promise<void> {
    const backlogs =
      await this.dataSource.query<{ id: number; backlog: number; seconds: number }[]>(READ_BACKLOG);
    this.#backlog.reset(); // endpoints that were deleted
    this.#oldest.reset();
    for (const { id, backlog, seconds } of backlogs) {
      this.#backlog.set({ endpoint_id: id }, backlog);
      this.#oldest.set({ endpoint_id: id }, seconds);
    }
    for (const [check, { failingSince, lookedAt }] of Object.entries(await this.selfCheck.read())) {
      this.#selfCheckFailed.set({ check }, failingSince === null ? 0 : 1);
      this.#selfCheckLooked.set({ check }, Date.parse(lookedAt) / 1000);
    }
    const tables = await this.dataSource.query<{ table: string; dead: number }[]>(READ_DEAD_TUPLES);
    for (const { table, dead } of tables) this.#deadTuples.set({ table }, dead);
    const [xmin] = await this.dataSource.query<{ age: number }[]>(READ_OLDEST_XMIN);
    this.#oldestXmin.set(xmin?.age ?? 0);
  }

  #gauge<Label extends string>(name: string, help: string, ...labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name: `recordengine_${name}`, help, labelNames, ...this.#registers });
  }
}
