import { readFile } from 'node:fs/promises';
import type { Service } from './service.js';
import { until } from './until.js';

export interface DocumentBody {
  id: number;
  status: string;
  status_reason: string | null;
  revision: number;
  version: number;
  event_id?: string;
}

export interface DeliveryBody {
  id: string;
  event_id: string;
  endpoint_id: number;
  document_id: number;
  revision: number;
  state: string;
  reason: string | null;
  attempts: number;
  next_attempt_at: string | null;
  resend_of: string | null;
  finished_at: string | null;
  attempts_log: { attempt: number; status_code: number | null; error: string | null; worker: string }[];
}

/** What a user of the API does with it, each step checked. Documents go to `System/Inbox`. */
export class Client {
  constructor(private readonly service: Service) {}

  /** A text of its own, unless a sample is named. */
  async upload({ sample = '', refs = '{}' } = {}): Promise<DocumentBody> {
    const content = sample
      ? await readFile(new URL(`../../examples/${sample}`, import.meta.url))
      : Buffer.from(`A note. ${crypto.randomUUID()}\n`);
    const form = new FormData();
    form.set('contact_id', '1');
    form.set('folder_id', '1');
    form.set('external_refs', new Blob([refs])); // a string's line ends would become CRLF
    form.set('file', new Blob([content]), sample || 'note.txt');
    const response = await this.service.fetch('/api/documents/upload', { method: 'POST', body: form });
    return (await answered(response, 201)) as DocumentBody;
  }

  /** Uploaded, and read by the service. */
  async reviewed(what: { sample?: string; refs?: string } = {}): Promise<DocumentBody> {
    const { id } = await this.upload(what);
    return this.status(id, 'Needs Review');
  }

  /** Waits until the document is in this status. */
  status(id: number, status: string, seconds?: number): Promise<DocumentBody> {
    return until(
      `document ${id} is in ${status}`,
      async () => {
        const document = await this.get<DocumentBody>(`/api/documents/${id}`);
        return document.status === status && document;
      },
      seconds,
    );
  }

  async get<T>(path: string): Promise<T> {
    return (await answered(await this.service.fetch(path), 200)) as T;
  }

  async export(id: number): Promise<DocumentBody & { event_id: string }> {
    const response = await this.service.fetch(`/api/documents/${id}/export`, { method: 'POST' });
    return (await answered(response, 200)) as DocumentBody & { event_id: string };
  }

  async endpoint(url: string, settings: object = {}): Promise<{ id: number; secret: string }> {
    const { status, body, text } = await this.service.json<{ id: number; secret: string }>(
      'POST',
      '/api/webhook-endpoints',
      { url, events: ['document.exported'], ...settings },
    );
    if (status !== 201) throw new Error(`${status} ${text}`);
    return body;
  }

  async deliveries(query = ''): Promise<DeliveryBody[]> {
    return (await this.get<{ items: DeliveryBody[] }>(`/api/webhook-deliveries?limit=200&${query}`)).items;
  }

  /** Waits until the only delivery of this event is in `state`. */
  async deliveryOf(
    { event_id }: { event_id: string },
    state: string,
    seconds?: number,
  ): Promise<DeliveryBody> {
    const [delivery] = await this.deliveries(`event_id=${event_id}`);
    if (!delivery) throw new Error(`Event ${event_id} has no delivery`);
    return this.delivery(delivery.id, state, seconds);
  }

  /** Waits until the delivery is in `state`. */
  delivery(id: string, state: string, seconds?: number): Promise<DeliveryBody> {
    return until(
      `delivery ${id} is ${state}`,
      async () => {
        const delivery = await this.get<DeliveryBody>(`/api/webhook-deliveries/${id}`);
        return delivery.state === state && delivery;
      },
      seconds,
    );
  }

  /** @returns the status and the body of the answer, whatever it is */
  async resend(id: string): Promise<{ status: number; body: DeliveryBody & { code?: string } }> {
    return this.service.json('POST', `/api/webhook-deliveries/${id}/resend`);
  }
}

async function answered(response: Response, status: number): Promise<unknown> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.status} instead of ${status}: ${text}`);
  return JSON.parse(text);
}
