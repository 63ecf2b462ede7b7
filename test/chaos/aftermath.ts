import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from './api.js';
import type { FinalLedger, FinalState } from './history.js';
import type { Operator } from './operator.js';

interface ReplayBody {
  id: number;
  endpoint_id: number;
  state: string;
  done: number;
  since: string;
  until: string;
  states: string[];
  include_missing: boolean;
}

interface DeliveryBody {
  id: string;
  event_id: string;
  endpoint_id: number;
  state: string;
  reason: string | null;
  resend_of: string | null;
}
interface LedgerBody {
  balanced: boolean;
  events_without_endpoint: number;
  items: ({ endpoint_id: number } & Omit<FinalLedger['items'][number], 'endpointId'>)[];
}

/**
 * Waits until nothing is on its way any more; what was parked is sent again.
 * @returns how many were parked, and what was left when the time was over
 */
export async function drain(
  api: Api,
  operator: Operator,
  seconds: number,
): Promise<{ parked: number; left: string[] }> {
  const deadline = performance.now() + seconds * 1000;
  const resent = new Set<string>();
  await operator.letGo();
  for (;;) {
    const parked = await api.list<DeliveryBody>('/api/webhook-deliveries?state=parked');
    for (const delivery of parked) {
      await operator.resend(delivery);
      resent.add(delivery.id);
    }
    // Replays first: what one has made is then seen among the deliveries.
    const running = (await replays(api)).filter(({ state }) => state === 'running' || state === 'paused');
    const left = [
      ...running.map((each) => `replay ${each.id} is ${each.state}`),
      ...[...(await underWay(api)), ...parked].map(
        (each) => `${each.event_id} at endpoint ${each.endpoint_id} is ${each.state}`,
      ),
    ];
    if (left.length === 0 || performance.now() > deadline) return { parked: resent.size, left };
    for (const { id, state } of running) {
      if (state === 'paused') await api.send('PATCH', `/api/webhook-replays/${id}`, { state: 'running' });
    }
    await pause(200);
  }
}

/** Claimed ones first: a delivery that comes back from there is then seen among the pending. */
async function underWay(api: Api): Promise<DeliveryBody[]> {
  const found: DeliveryBody[] = [];
  for (const state of ['delivering', 'pending']) {
    const path = `/api/webhook-deliveries?state=${state}&limit=10`;
    found.push(...(await api.read<{ items: DeliveryBody[] }>(path)).items);
  }
  return found;
}

/** All that were made, also those that nobody got an answer for. */
async function replays(api: Api): Promise<ReplayBody[]> {
  const actions = await api.list<{ action: string; replay_id: number | null }>(
    '/api/webhook-operator-actions',
  );
  const made: ReplayBody[] = [];
  for (const { action, replay_id: id } of actions) {
    if (action === 'replay' && id !== null) made.push(await api.read(`/api/webhook-replays/${id}`));
  }
  return made;
}

export async function readFinalState(api: Api, documentIds: number[]): Promise<FinalState> {
  const exports: FinalState['exports'] = [];
  const sinceStart = performance.now() - Date.now();
  for (const documentId of documentIds) {
    const revisions = await api.list<{ event_id: string; revision: number }>(
      `/api/documents/${documentId}/exports`,
    );
    exports.push(
      ...revisions.map(({ event_id, revision }) => ({
        ...{ eventId: event_id, documentId, revision },
        at: timeOf(event_id) + sinceStart,
      })),
    );
  }
  const deliveries = await api.list<DeliveryBody>('/api/webhook-deliveries');
  const { balanced, events_without_endpoint, items } = await api.read<LedgerBody>('/api/webhook-ledger');
  return {
    exports,
    deliveries: deliveries.map(({ id, event_id, endpoint_id, state, reason, resend_of }) => ({
      id,
      eventId: event_id,
      endpointId: endpoint_id,
      state,
      reason,
      resendOf: resend_of,
    })),
    replays: (await replays(api)).map((replay) => ({
      ...{ id: replay.id, endpointId: replay.endpoint_id, state: replay.state, done: replay.done },
      since: Date.parse(replay.since) + sinceStart,
      until: Date.parse(replay.until) + sinceStart,
      ...{ states: replay.states, includeMissing: replay.include_missing },
    })),
    ledger: {
      balanced,
      eventsWithoutEndpoint: events_without_endpoint,
      items: items.map(({ endpoint_id: endpointId, ...counts }) => ({ ...counts, endpointId })),
    },
  };
}

/** Of a UUID of version 7 (RFC 9562, 5.7): its first 48 bits, in milliseconds. */
function timeOf(eventId: string): number {
  return parseInt(eventId.replaceAll('-', '').slice(0, 12), 16);
}
