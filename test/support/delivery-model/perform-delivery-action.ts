import { DomainError } from '../../../src/shared/kernel/domain-error.js';
import { outcomeOf } from '../outcome-of.js';
import type { DeliveryAction } from './delivery-action.js';
import type { DeliveryModel, Ticket } from './delivery-model.js';
import type { DeliveryWorld } from './delivery-world.js';

const LEASE_SECONDS = 3600;

/** Does it in the world, and tells the model what was asked and what was answered. */
export async function performDeliveryAction(
  action: DeliveryAction,
  world: DeliveryWorld,
  model: DeliveryModel,
): Promise<void> {
  try {
    await perform(action, world, model);
  } catch (error) {
    if (!(error instanceof Error) || 'driverError' in error)
      model.fail(`${JSON.stringify(action)} failed: ${String(error)}`);
    throw error;
  }
}

async function perform(action: DeliveryAction, world: DeliveryWorld, model: DeliveryModel): Promise<void> {
  switch (action.do) {
    case 'export':
      return model.exporting(action.document + 1, (revision) => world.append(action.document + 1, revision));
    case 'claim':
      await claim(action, world, model);
      return;
    case 'send': {
      const sendable = model.sendable(action.worker);
      const ticket = sendable[action.which % sendable.length];
      if (ticket) model.sent(ticket, action.result);
      return;
    }
    case 'settle':
      return settle(model.take(action.worker, action.count, true), world, model);
    case 'deliver': {
      const tickets = await claim(action, world, model);
      // Others may have acted since: a frozen worker sends nothing.
      const sendable = model.sendable(action.worker).filter((ticket) => tickets.includes(ticket));
      for (const ticket of sendable) {
        model.sent(ticket, action.result);
        ticket.leaving = true;
      }
      return settle(sendable, world, model);
    }
    case 'release': {
      const tickets = model.take(action.worker, action.count, false);
      await world.worker(action.worker).release(tickets.map((ticket) => ticket.claim));
      return model.released(tickets);
    }
    case 'freeze':
      return world.lapse(model.freeze(action.worker));
    case 'recover':
      return model.recovered(await world.worker(action.worker).recoverExpired(LEASE_SECONDS));
    case 'pass-time':
      model.tell('time passes');
      return world.passTime();
    case 'turn':
    case 'remove': {
      const id = [...model.receivers.keys()][action.endpoint];
      if (id === undefined || model.receivers.get(id)!.removed) return;
      return action.do === 'remove' ? remove(id, world, model) : turn(id, action.enabled, world, model);
    }
    case 'resend': {
      const row = model.rows[action.delivery % model.rows.length];
      if (!row) return;
      model.resending(row);
      return model.resent(row, await orRefusal(world.people!.resend(row.deliveryId)));
    }
    case 'cancel': {
      const row = model.rows[action.delivery % model.rows.length];
      if (!row) return;
      const answer = await orRefusal(world.people!.cancel(row.deliveryId));
      return model.cancelled(row, answer instanceof DomainError ? answer : undefined);
    }
    case 'tidy':
      await world.people!.tidy();
      return model.tidied();
  }
}

async function claim(
  { worker, limit }: { worker: number; limit: number },
  world: DeliveryWorld,
  model: DeliveryModel,
): Promise<Ticket[]> {
  return model.claimed(
    worker,
    limit,
    await world.worker(worker).claim(limit, LEASE_SECONDS, `worker ${worker}`),
  );
}

async function settle(tickets: readonly Ticket[], world: DeliveryWorld, model: DeliveryModel): Promise<void> {
  if (tickets.length === 0) return;
  const { worker } = tickets[0]!;
  const settlements = tickets.map(({ claim, result }) => outcomeOf(claim, result!));
  model.settled(tickets, await world.worker(worker).settle(settlements, `worker ${worker}`));
}

async function turn(id: number, enabled: boolean, world: DeliveryWorld, model: DeliveryModel): Promise<void> {
  const answer = await orRefusal(world.people!.turn(id, enabled));
  if (!(answer instanceof DomainError)) model.turned(id, enabled);
}

async function remove(id: number, world: DeliveryWorld, model: DeliveryModel): Promise<void> {
  const answer = await orRefusal(world.people!.remove(id));
  if (!(answer instanceof DomainError)) model.removed(id);
}

function orRefusal<T>(answer: Promise<T>): Promise<T | DomainError> {
  return answer.catch((error: unknown) => {
    if (error instanceof DomainError) return error;
    throw error;
  });
}
