import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InstanceSettings } from '../../src/shared/database/instance-settings.js';
import { PostgresSelfCheckBoard } from '../../src/shared/database/postgres-self-check-board.js';
import type { TypeOrmUnitOfWork } from '../../src/shared/database/typeorm-unit-of-work.js';
import { Config } from '../../src/shared/config/config.js';
import { Clock } from '../../src/shared/kernel/clock.js';
import { RunSelfCheck } from '../../src/webhook-delivery/application/run-self-check.js';
import { PostgresSelfCheckProbes } from '../../src/webhook-delivery/infrastructure/postgres-self-check-probes.js';
import { Client } from '../support/client.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** Ahead of the service, whose own looks each minute are not due for that reason. */
class FastClock extends Clock {
  minutes = 60;
  now(): Date {
    return new Date(Date.now() + this.minutes * 60_000);
  }
}

describe('What the self-check finds', () => {
  let database: TestDatabase;
  let unitOfWork: TypeOrmUnitOfWork;
  let service: Service;
  let receiver: WebhookReceiver;
  const clock = new FastClock();

  beforeAll(async () => {
    database = await TestDatabase.create();
    unitOfWork = await database.unitOfWork();
    receiver = await WebhookReceiver.start();
    service = await Service.start({ DATABASE_URL: database.url });
    const client = new Client(service);
    await client.endpoint(receiver.url);
    const { id } = await client.reviewed();
    await client.deliveryOf(await client.export(id), 'delivered');
  });
  afterAll(async () => {
    await service?.stop();
    await receiver?.stop();
    await database?.drop();
  });

  const sql = (text: string) => unitOfWork.manager.query<unknown>(text);
  const ready = () =>
    service.json<{ status: string; failed_checks: { check: string; since: string }[] }>('GET', '/readyz');
  /** They are measured every few seconds. */
  const gauges = (failed: Record<string, 0 | 1>) =>
    until(`the metrics are ${JSON.stringify(failed)}`, async () => {
      const text = await (await service.fetch('/metrics')).text();
      return Object.entries(failed).every(([check, value]) =>
        text.includes(`recordengine_self_check_failed{check="${check}"} ${value}\n`),
      );
    });

  /** As another worker process would. */
  async function look(): Promise<void> {
    clock.minutes += 10;
    const board = new PostgresSelfCheckBoard(unitOfWork, new InstanceSettings(unitOfWork));
    const probes = new PostgresSelfCheckProbes(Config.read({}), unitOfWork);
    const check = new RunSelfCheck(unitOfWork, board, probes, clock);
    await until('no other process looks', async () => (await check.execute()) !== undefined);
  }

  it('is shown by /readyz, which goes on saying 200, and by /metrics, until it is well', async () => {
    await look();
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ok', failed_checks: [] } });

    await sql(`UPDATE outbox_events SET endpoint_ids = endpoint_ids || endpoint_ids`);
    await sql(`ALTER TABLE webhook_deliveries ALTER due_at DROP NOT NULL`);
    await look();
    const since = expect.stringMatching(/^\d{4}-.*Z$/);
    const { status, body } = await ready();
    expect([status, body.status]).toEqual([200, 'degraded']);
    expect(body.failed_checks).toHaveLength(2);
    expect(body.failed_checks).toEqual(
      expect.arrayContaining([
        { check: 'ledger_unbalanced', since },
        { check: 'schema', since },
      ]),
    );
    await gauges({ ledger_unbalanced: 1, schema: 1, revision_gap: 0 });

    await sql(`UPDATE outbox_events SET endpoint_ids = endpoint_ids[1:1]`);
    await sql(`ALTER TABLE webhook_deliveries ALTER due_at SET NOT NULL`);
    await look();
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ok', failed_checks: [] } });
    await gauges({ ledger_unbalanced: 0, schema: 0, revision_gap: 0 });
  }, 60_000);
});
