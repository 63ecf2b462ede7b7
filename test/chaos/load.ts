import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Api, Outcome } from './api.js';
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

const USERS = 3;
/** A request with an Idempotency-Key is repeated this often when its answer got lost. */
const REPEATS = 3;
const REPEAT_MS = 300;

/** Users, who remember what they asked for and what they were told. */
export class Load {
  private turn = 0;

  constructor(
    private readonly api: Api,
    private readonly documentIds: number[],
    private readonly requests: Requests,
    private readonly dice: Dice,
  ) {}

  async run(over: AbortSignal): Promise<void> {
    await Promise.all(
      Array.from({ length: USERS }, (_, number) => this.use(this.dice.of(`user ${number}`), over)),
    );
  }

  private async use(dice: Dice, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      if (dice.happens(0.15)) await this.exportSeveral(dice.shuffled(this.documentIds).slice(0, 5));
      else {
        const documentId = dice.pick(this.documentIds);
        if (dice.happens(0.5)) await this.writeRefs(documentId);
        await this.exportOne(documentId, dice.happens(0.5));
      }
      await rest(dice.between(50, 350), over);
    }
  }

  /** Spelled so that whoever parses and prints it is found out. */
  private async writeRefs(documentId: number): Promise<void> {
    const text = `{"crm" : {"record_id":"turn-${++this.turn}", "id":12345678901234567890,"amount":1.50,"a":1e2,"a":"\\u0041"}}`;
    this.requests.refs.push({ documentId, text });
    await this.api.send('PUT', `/api/documents/${documentId}/external_refs`, text);
  }

  private async exportOne(documentId: number, canBeRepeated: boolean): Promise<void> {
    const requestedAt = performance.now();
    const headers = canBeRepeated ? { 'idempotency-key': randomUUID() } : undefined;
    const send = (): Promise<Outcome<Exported>> =>
      this.api.send('POST', `/api/documents/${documentId}/export`, undefined, headers);
    let outcome = await send();
    let mayBeDone = outcome.kind === 'unknown';
    for (let repeats = 0; canBeRepeated && mayBeDone && repeats < REPEATS; repeats++) {
      await pause(REPEAT_MS);
      outcome = await send();
      if (outcome.kind === 'done') mayBeDone = false;
    }
    if (mayBeDone) this.requests.unanswered.push({ documentId });
    if (outcome.kind !== 'done') return;
    const { event_id: eventId, revision } = outcome.body;
    const answeredAt = performance.now();
    this.requests.acknowledged.push({ eventId, documentId, revision, requestedAt, answeredAt });
  }

  private async exportSeveral(documentIds: number[]): Promise<void> {
    const requestedAt = performance.now();
    const outcome = await this.api.send<{ results: BulkResult[] }>('POST', '/api/exports', {
      document_ids: documentIds,
    });
    if (outcome.kind === 'unknown') {
      this.requests.unanswered.push(...documentIds.map((documentId) => ({ documentId })));
    }
    if (outcome.kind !== 'done') return;
    const answeredAt = performance.now();
    for (const { document_id: documentId, event_id: eventId, revision, problem } of outcome.body.results) {
      if (eventId !== null && revision !== null)
        this.requests.acknowledged.push({ eventId, documentId, revision, requestedAt, answeredAt });
      else if (problem?.code === 'outcome_unknown') this.requests.unanswered.push({ documentId });
    }
  }
}
