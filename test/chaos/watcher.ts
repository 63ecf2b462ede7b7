import type { Api } from './api.js';
import type { Look } from './history.js';
import { rest } from './rest.js';

interface EndpointBody {
  id: number;
  state: string;
  next_probe_at: string | null;
}

const REST_MS = 250;
/** A process that is frozen does not answer, and what it says later is old. */
const PATIENCE_MS = 1000;

/** Looks again and again which endpoints are shut, as the API says. */
export class Watcher {
  constructor(
    private readonly api: Api,
    private readonly looks: Look[],
  ) {}

  async run(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      const from = performance.now();
      const page = await this.api.send<{ items: EndpointBody[] }>(
        'GET',
        '/api/webhook-endpoints?limit=200',
        undefined,
        {},
        PATIENCE_MS,
      );
      const to = performance.now();
      const sinceStart = to - Date.now();
      for (const { id, state, next_probe_at: nextProbe } of page.kind === 'done' ? page.body.items : []) {
        if ((state !== 'open' && state !== 'paused') || nextProbe === null) continue;
        const nextProbeAt = Date.parse(nextProbe) + sinceStart;
        this.looks.push({ endpointId: id, state, from, to, nextProbe, nextProbeAt });
      }
      await rest(REST_MS, over);
    }
  }
}
