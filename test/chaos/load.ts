import { REFUSED, UNKNOWN, type Api } from './api.js';
import type { Dice } from './dice.js';
import type { Requests } from './history.js';
import { rest } from './rest.js';

interface Exported {
  event_id: string;
  revision: number;
}
interface BulkResult {
  document_id: number;
  ok: boolean;
  revision: number | null;
  event_id: string | null;
  problem: { code: string } | null;
}
interface Delivery {
  id: string;
  event_id: string;
  endpoint_id: number;
}

const USERS = 3;

/** Users and operators, who remember what they asked for and what they were told. */
export class Load {
  readonly requests: Requests;
  private turn = 0;

  constructor(
    private readonly api: Api,
    private readonly documentIds: number[],
    endpoints: Requests['endpoints'],
    /** The one that is disabled and enabled. */
    private readonly switchedEndpointId: number,
    private readonly dice: Dice,
  ) {
    this.requests = { endpoints, acknowledged: [], unanswered: [], resent: [], complaints: [] };
  }

  async run(over: AbortSignal): Promise<void> {
    const users = Array.from({ length: USERS }, (_, number) =>
      this.use(this.dice.of(`user ${number}`), over),
    );
    await Promise.all([...users, this.operate(this.dice.of('operator'), over)]);
  }

  /** Sends a delivery again, and remembers it, also when nobody knows whether it was done. */
  async resend({ id, event_id: eventId, endpoint_id: endpointId }: Delivery): Promise<void> {
    const at = performance.now();
    const answer = await this.api.send('POST', `/api/webhook-deliveries/${id}/resend`);
    if (answer !== REFUSED) this.requests.resent.push({ eventId, endpointId, at });
  }

  async enableAll(): Promise<void> {
    for (const { id } of this.requests.endpoints) {
      const answer = await this.api.send('PATCH', `/api/webhook-endpoints/${id}`, { enabled: true });
      if (typeof answer !== 'object') throw new Error(`Endpoint ${id} cannot be enabled: ${answer}`);
    }
  }

  private async use(dice: Dice, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      if (dice.happens(0.15)) await this.exportSeveral(dice.shuffled(this.documentIds).slice(0, 5));
      else await this.exportOne(dice.pick(this.documentIds), dice.happens(0.5));
      await rest(dice.between(50, 350), over);
    }
  }

  private async operate(dice: Dice, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await rest(dice.between(200, 800), over);
      const { id } = dice.pick(this.requests.endpoints);
      if (dice.happens(0.4)) {
        const description = `Looked at ${++this.turn} times`;
        await this.edit(id, { description, max_in_flight: Math.ceil(dice.between(1, 16)) });
      } else if (dice.happens(0.7)) {
        const page = await this.api.send<{ items: Delivery[] }>(
          'GET',
          `/api/webhook-deliveries?endpoint_id=${id}&limit=20`,
        );
        if (typeof page === 'object' && page.body.items.length > 0)
          await this.resend(dice.pick(page.body.items));
      } else {
        await this.edit(this.switchedEndpointId, { enabled: false });
        await rest(dice.between(300, 1500), over);
        await this.edit(this.switchedEndpointId, { enabled: true });
      }
    }
  }

  private async edit(endpointId: number, change: object): Promise<void> {
    await this.api.send('PATCH', `/api/webhook-endpoints/${endpointId}`, change);
  }

  private async exportOne(documentId: number, withNewRefs: boolean): Promise<void> {
    if (withNewRefs) {
      const refs = { crm: { record_id: `turn-${++this.turn}`, amount: this.turn / 7 } };
      await this.api.send('PUT', `/api/documents/${documentId}/external_refs`, refs);
    }
    const requestedAt = performance.now();
    const answer = await this.api.send<Exported>('POST', `/api/documents/${documentId}/export`);
    if (answer === UNKNOWN) this.requests.unanswered.push({ documentId });
    else if (answer !== REFUSED) {
      const { event_id: eventId, revision } = answer.body;
      this.requests.acknowledged.push({ eventId, documentId, revision, requestedAt });
    }
  }

  private async exportSeveral(documentIds: number[]): Promise<void> {
    const requestedAt = performance.now();
    const answer = await this.api.send<{ results: BulkResult[] }>('POST', '/api/exports', {
      document_ids: documentIds,
    });
    if (answer === UNKNOWN) {
      this.requests.unanswered.push(...documentIds.map((documentId) => ({ documentId })));
    } else if (answer !== REFUSED) {
      for (const { document_id: documentId, event_id, revision, problem } of answer.body.results) {
        if (event_id !== null && revision !== null)
          this.requests.acknowledged.push({ eventId: event_id, documentId, revision, requestedAt });
        else if (problem?.code === 'outcome_unknown') this.requests.unanswered.push({ documentId });
      }
    }
  }
}
