import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { outcomeOf } from '../../../test/support/outcome-of.js';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { Config } from '../../shared/config/config.js';
import { InstanceSettings } from '../../shared/database/instance-settings.js';
import { PostgresSelfCheckBoard } from '../../shared/database/postgres-self-check-board.js';
import type { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { Clock } from '../../shared/kernel/clock.js';
import { RunSelfCheck } from '../application/run-self-check.js';
import { SELF_CHECKS } from '../domain/self-check.js';
import type { DeliveryWakeup } from './delivery-wakeup.js';
import { PostgresOutbox } from './postgres-outbox.js';
import { PostgresSelfCheckProbes } from './postgres-self-check-probes.js';
import { SelfCheckJob } from './self-check.job.js';
import { SEQUENCE_EVENTS } from './sql/sequence-events.sql.js';

class SetClock extends Clock {
  minutes = 0;
  now(): Date {
    return new Date(Date.UTC(2026, 0, 15, 9, 30) + this.minutes * 60_000);
  }
}

const config = Config.read({});
const ALL = Object.keys(SELF_CHECKS);

describe('SelfCheckJob', () => {
  let harness: PostgresDeliveryHarness;
  let endpointId: number;
  const clock = new SetClock();
  const log = {
    error: jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined),
    warn: jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined),
  };

  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await harness.close();
  });
  beforeEach(async () => {
    await harness.sql(`DELETE FROM instance_settings`);
    endpointId = await harness.endpoint();
    await outbox(1, 1, 2);
    await outbox(2, 1);
    await sequence();
  });
  afterEach(async () => {
    jest.clearAllMocks();
    await harness.clear();
    await harness.sql(
      `TRUNCATE webhook_parked_deliveries, outbox_events, webhook_delivery_history, outbox_unsequenced,
                webhook_extra_deliveries`,
    );
    await harness.sql(`UPDATE webhook_endpoints SET deleted_at = now()`);
  });

  const board = (unitOfWork: TypeOrmUnitOfWork = harness.unitOfWork) =>
    new PostgresSelfCheckBoard(unitOfWork, new InstanceSettings(unitOfWork));
  const checking = (unitOfWork: TypeOrmUnitOfWork = harness.unitOfWork) =>
    new RunSelfCheck(unitOfWork, board(unitOfWork), new PostgresSelfCheckProbes(config, unitOfWork), clock);
  const look = async (): Promise<void> => {
    clock.minutes += 1;
    await new SelfCheckJob(config, checking()).run();
  };
  const failing = async (): Promise<string[]> => {
    const entries = await board().read();
    return ALL.filter((check) => (entries[check]?.failingSince ?? null) !== null);
  };
  const sequence = () => harness.sql(SEQUENCE_EVENTS);

  async function outbox(documentId: number, ...revisions: number[]): Promise<void> {
    const wakeup = { wake: () => undefined } as unknown as DeliveryWakeup;
    for (const revision of revisions) {
      const [row] = await harness.sql<{ id: string }>(`SELECT next_uuid7() AS id`);
      await harness.unitOfWork.run(() =>
        new PostgresOutbox(harness.unitOfWork, wakeup).append([
          {
            eventId: row!.id,
            event: 'document.exported',
            documentId,
            revision,
            body: '{}',
            at: new Date(),
          },
        ]),
      );
    }
  }

  async function deliver(): Promise<void> {
    const claimed = await harness.queue.claim(100, 30, 'worker');
    await harness.queue.settle(
      claimed.map((delivery) => outcomeOf(delivery, { kind: 'success' })),
      'worker',
    );
  }

  it('finds nothing in a system that is well and busy', async () => {
    await look();
    expect(Object.keys(await board().read()).sort()).toEqual([...ALL].sort());
    let busy = true;
    const work = (async () => {
      for (let documentId = 10; busy; documentId++) {
        await outbox(documentId, 1, 2);
        await deliver();
        await sequence();
      }
    })();
    clock.minutes += 30;
    for (let looks = 0; looks < 5; looks++) {
      await look();
      expect(await failing()).toEqual([]);
      clock.minutes += 30; // so that the ledger is looked at each time
    }
    busy = false;
    await work;
    expect(log.error).not.toHaveBeenCalled();
  });

  const rows = (where: string): Promise<unknown> =>
    harness.sql(
      `UPDATE webhook_deliveries SET due_at = now() - interval '10 min' WHERE endpoint_id = $1 AND ${where}`,
      [endpointId],
    );
  const claim = () => harness.queue.claim(1, 30, 'worker');

  it.each<[keyof typeof SELF_CHECKS, () => Promise<unknown>, () => Promise<unknown>]>([
    [
      'schema',
      () => harness.sql(`ALTER TABLE webhook_claims DROP CONSTRAINT ck_webhook_claims_open`),
      () => harness.sql(`ALTER TABLE webhook_claims ADD CONSTRAINT ck_webhook_claims_open CHECK (open > 0)`),
    ],
    [
      'schema',
      () => harness.sql(`ALTER TABLE webhook_deliveries ALTER due_at DROP NOT NULL`),
      () => harness.sql(`ALTER TABLE webhook_deliveries ALTER due_at SET NOT NULL`),
    ],
    [
      'schema',
      () => harness.sql(`ALTER INDEX uq_webhook_deliveries_revision RENAME TO other`),
      () => harness.sql(`ALTER INDEX other RENAME TO uq_webhook_deliveries_revision`),
    ],
    [
      'claim_without_lease',
      async () => {
        await claim();
        await harness.sql(`DELETE FROM webhook_claims`);
      },
      () => harness.sql(`UPDATE webhook_deliveries SET claim_token = NULL`),
    ],
    [
      'lease_overdue',
      async () => {
        await claim();
        await harness.sql(`UPDATE webhook_claims SET lease_until = now() - interval '2 min'`);
      },
      () => harness.queue.recoverExpired(30),
    ],
    ['delivery_stalled', () => rows('revision = 1'), deliver],
    [
      'revision_gap',
      () => harness.sql(`UPDATE outbox_events SET revision = 3 WHERE document_id = 1 AND revision = 2`),
      () => harness.sql(`UPDATE outbox_events SET revision = 2 WHERE document_id = 1 AND revision = 3`),
    ],
    [
      'revision_gap',
      () => harness.sql(`UPDATE outbox_events SET revision = 1 WHERE document_id = 1 AND revision = 2`),
      () =>
        harness.sql(
          `UPDATE outbox_events SET revision = 2 WHERE event_id = (
             SELECT max(event_id::text)::uuid FROM outbox_events WHERE document_id = 1)`,
        ),
    ],
    [
      'ledger_unbalanced',
      () => harness.sql(`UPDATE outbox_events SET endpoint_ids = endpoint_ids || endpoint_ids`),
      async () => {
        clock.minutes += 10;
        await harness.sql(`UPDATE outbox_events SET endpoint_ids = endpoint_ids[1:1]`);
      },
    ],
    ['feed_lag', () => outbox(3, 1), sequence],
    [
      'delivery_misplaced',
      () => harness.sql(`UPDATE webhook_endpoints SET enabled = false WHERE id = $1`, [endpointId]),
      () => harness.sql(`UPDATE webhook_endpoints SET enabled = true WHERE id = $1`, [endpointId]),
    ],
  ])('finds %s, tells once, and once that it is gone', async (check, plant, mend) => {
    await plant();
    await look();
    const atOnce = SELF_CHECKS[check].graceMs === 0;
    expect(await failing()).toEqual(atOnce ? [check] : []);
    await look();
    expect(await failing()).toEqual([check]);
    await look();
    expect(log.error.mock.calls).toEqual([
      [{ check, detail: expect.any(String), since: expect.any(Date) }, expect.any(String)],
    ]);
    await mend();
    await look();
    await look();
    expect(await failing()).toEqual([]);
    expect(log.warn.mock.calls).toEqual([[{ check }, expect.any(String)]]);
  });

  it('finds a document that is not at its last revision', async () => {
    const [document] = await harness.sql<{ id: number }>(
      `INSERT INTO documents (id, filename, original_filename, mime_type, size, sha256, status, source, contact_id,
              folder_id, profile_id, revision, created_at, updated_at)
       OVERRIDING SYSTEM VALUE SELECT 5000, 'a', 'a', 'text/plain', 1, 'a', 'Export', 'API', contact_id, id, 1, 2, now(), now() FROM folders LIMIT 1
       RETURNING id`,
    );
    await outbox(document!.id, 1, 2);
    await sequence();
    await look();
    expect(await failing()).toEqual([]);
    await harness.sql(`UPDATE documents SET revision = 3 WHERE id = $1`, [document!.id]);
    await look();
    expect(await failing()).toEqual(['revision_gap']);
    await harness.sql(`UPDATE documents SET revision = 2 WHERE id = $1`, [document!.id]);
    await harness.sql(`DELETE FROM outbox_events WHERE document_id = $1 AND revision = 1`, [document!.id]);
    await look();
    expect(await failing()).toContain('revision_gap');
    await harness.sql(`DELETE FROM documents WHERE id = $1`, [document!.id]);
  });

  it('does not take for stalled what waits offline, behind a lower revision, or at a full or failing endpoint', async () => {
    await rows('true');
    const state = `webhook_endpoint_states SET consecutive_failures`;
    for (const [hold, release] of [
      [`INSERT INTO instance_settings VALUES ('offline_mode', now()::text)`, `DELETE FROM instance_settings`],
      [`UPDATE ${state} = 1`, `UPDATE ${state} = 0`],
      [
        `INSERT INTO webhook_claims SELECT gen_random_uuid(), ${endpointId}, 'w', now() + interval '1 min', 16, '{}'::uuid[]`,
        `DELETE FROM webhook_claims`,
      ],
      [
        `UPDATE webhook_deliveries SET due_at = now() + interval '1 min' WHERE revision = 1`,
        `UPDATE webhook_deliveries SET due_at = now()`,
      ],
    ] as const) {
      await harness.sql(hold);
      await look();
      await look();
      expect(await failing()).toEqual([]);
      await harness.sql(release);
    }
  });

  it('leaves what it cannot look at in time as it was', async () => {
    const other = await harness.another();
    const before = await board().read();
    await other.unitOfWork.run(async () => {
      await other.unitOfWork.manager.query(`LOCK TABLE outbox_unsequenced IN ACCESS EXCLUSIVE MODE`);
      await look();
    });
    expect((await board().read())['feed_lag']).toEqual(before['feed_lag']);
    expect((await board().read())['schema']).toBeDefined();
  }, 20_000);

  it('is done by one of several processes', async () => {
    const other = await harness.another();
    await other.unitOfWork.run(async () => {
      await board(other.unitOfWork).tryLock();
      expect(await checking().execute()).toBeUndefined();
    });
    expect(await checking().execute()).toBeDefined();
  });
});
