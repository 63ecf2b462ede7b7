import { afterAll, beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { DeliveryAction } from '../support/delivery-model/delivery-action.js';
import { deliveryActions } from '../support/delivery-model/delivery-actions.js';
import { DeliveryModel } from '../support/delivery-model/delivery-model.js';
import type { DeliveryWorld } from '../support/delivery-model/delivery-world.js';
import { InMemoryDeliveryWorld } from '../support/delivery-model/in-memory-delivery-world.js';
import { performDeliveryAction } from '../support/delivery-model/perform-delivery-action.js';
import { PostgresDeliveryWorld } from '../support/delivery-model/postgres-delivery-world.js';

const RUNS = Number(process.env['DELIVERY_MODEL_RUNS'] ?? 10);
const SEED = Number(process.env['DELIVERY_MODEL_SEED'] ?? 1);
const WORKERS = 3;
const LIMIT_MS = 30_000 + RUNS * 3000;
const TIMEOUT_MS = LIMIT_MS + 60_000;

/** Several things at once, then the next. */
type Round = readonly DeliveryAction[];

describe.each<[string, () => Promise<DeliveryWorld>, number]>([
  ['PostgresDeliveryQueue', () => PostgresDeliveryWorld.open(WORKERS), 1],
  ['InMemoryDeliveryQueue', async () => new InMemoryDeliveryWorld(), 3],
])('%s, whatever happens,', (_, open, share) => {
  let world: DeliveryWorld;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.close());

  const step = async (model: DeliveryModel, round: Round): Promise<void> => {
    model.begin(round.length === 1);
    if (round.length > 1) model.tell(`at once, ${round.length} things:`);
    const outcomes = await Promise.allSettled(
      round.map((action) => performDeliveryAction(action, world, model)),
    );
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    model.check(await world.rows(), await world.health());
  };

  /** The workers end, everything is switched on and answers, and time passes. */
  const heal = async (model: DeliveryModel): Promise<void> => {
    model.tell('from here on everything is well');
    for (let worker = 0; worker < WORKERS; worker++) await step(model, [{ do: 'freeze', worker }]);
    await step(model, [{ do: 'recover', worker: 0 }]);
    for (const endpoint of [...model.receivers.keys()].keys())
      if (world.people) await step(model, [{ do: 'turn', endpoint, enabled: true }]);
    for (let patience = 3 * model.rows.length + 10; patience > 0; patience--) {
      await step(model, [{ do: 'pass-time' }]);
      if (world.people) await step(model, [{ do: 'tidy' }]);
      for (const [index, { reason }] of world.people ? model.rows.entries() : [])
        if (reason === 'retries_exhausted') await step(model, [{ do: 'resend', delivery: index }]);
      if (!model.rows.some(({ state, reason }) => state === 'pending' || /disabled|gone/.test(reason ?? '')))
        break;
      await step(model, [{ do: 'deliver', worker: 0, limit: 100, result: { kind: 'success' } }]);
    }
    model.checkDrained();
  };

  const keepsItsPromises = (rounds: fc.Arbitrary<Round[]>) =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
        rounds,
        async (limits, story) => {
          const ids = await world.begin(limits);
          const model = new DeliveryModel(ids.map((id, index) => ({ id, maxInFlight: limits[index]! })));
          for (const round of story) await step(model, round);
          if (world.people) model.checkLedger(await world.people.ledger());
          await heal(model);
          if (world.people) model.checkLedger(await world.people.ledger());
        },
      ),
      // What is found is made smaller as long as there is time.
      { seed: SEED, numRuns: RUNS * share, interruptAfterTimeLimit: LIMIT_MS },
    );

  const actions = (): fc.Arbitrary<DeliveryAction[]> => deliveryActions(WORKERS, world.people !== undefined);

  const many = (most: number) => ({ minLength: 1, maxLength: most, size: 'max' }) as const;

  it(
    'keeps its promises, one thing after another',
    () => keepsItsPromises(fc.array(actions(), many(80)).map((lists) => lists.flat().map((each) => [each]))),
    TIMEOUT_MS,
  );

  it(
    'keeps its promises, several things at once',
    () =>
      keepsItsPromises(
        fc.array(
          fc.array(actions(), many(6)).map((lists) => lists.flat()),
          many(25),
        ),
      ),
    TIMEOUT_MS,
  );
});
