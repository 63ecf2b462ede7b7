import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from './api.js';
import type { FinalLedger, FinalState } from './history.js';
import type { Operator } from './operator.js';

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
    const left = [...(await underWay(api)), ...parked];
    if (left.length === 0) return { parked: resent.size, left: [] };
    if (performance.now() > deadline) {
      const words = left.map((each) => `${each.event_id} at endpoint ${each.endpoint_id} is ${each.state}`);
      return { parked: resent.size, left: words };
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

export async function readFinalState(api: Api, documentIds: number[]): Promise<FinalState> {
  const exports: FinalState['exports'] = [];
  for (const documentId of documentIds) {
    const revisions = await api.list<{ event_id: string; revision: number }>(
      `/api/documents/${documentId}/exports`,
    );
    exports.push(...revisions.map(({ event_id, revision }) => ({ eventId: event_id, documentId, revision })));
  }
  const deliveries = await api.list<DeliveryBody>('/api/webhook-deliveries');
  const { balanced, events_without_endpoint, items } = await api.read<LedgerBody>('/api/webhook-ledger');
  return {
    exports,
    deliveries: deliveries.map(({ event_id, endpoint_id, state, reason, resend_of }) => ({
      eventId: event_id,
      endpointId: endpoint_id,
      state,
      reason,
      resendOf: resend_of,
    })),
    ledger: {
      balanced,
      eventsWithoutEndpoint: events_without_endpoint,
      items: items.map(({ endpoint_id: endpointId, ...counts }) => ({ ...counts, endpointId })),
    },
  };
}
