import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from './api.js';
import type { FinalState } from './history.js';
import type { Load } from './load.js';

interface DeliveryBody {
  id: string;
  event_id: string;
  endpoint_id: number;
  state: string;
  reason: string | null;
  resend_of: string | null;
}

/** What an operator sends again when the receivers are well. */
const RESENDABLE = ['endpoint_disabled', 'retries_exhausted'];

/**
 * Waits until nothing is on its way any more; what was parked is sent again.
 * @returns whether that came to an end in time, and how many were parked
 */
export async function drain(
  api: Api,
  load: Load,
  seconds: number,
): Promise<{ drained: boolean; parked: number }> {
  const deadline = performance.now() + seconds * 1000;
  const resent = new Set<string>();
  await load.enableAll();
  for (;;) {
    const parked = (await api.list<DeliveryBody>('/api/webhook-deliveries?state=parked')).filter(
      ({ reason }) => RESENDABLE.includes(reason ?? ''),
    );
    for (const delivery of parked) {
      await load.resend(delivery);
      resent.add(delivery.id);
    }
    if (parked.length === 0 && !(await isUnderWay(api))) return { drained: true, parked: resent.size };
    if (performance.now() > deadline) return { drained: false, parked: resent.size };
    await pause(200);
  }
}

/** Claimed ones first: a delivery that comes back from there is then seen among the pending. */
async function isUnderWay(api: Api): Promise<boolean> {
  for (const state of ['delivering', 'pending']) {
    const { items } = await api.read<{ items: unknown[] }>(`/api/webhook-deliveries?state=${state}&limit=1`);
    if (items.length > 0) return true;
  }
  return false;
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
  return {
    exports,
    deliveries: deliveries.map(({ event_id, endpoint_id, state, reason, resend_of }) => ({
      eventId: event_id,
      endpointId: endpoint_id,
      state,
      reason,
      resendOf: resend_of,
    })),
    ledger: await api.read('/api/webhook-ledger'),
  };
}
