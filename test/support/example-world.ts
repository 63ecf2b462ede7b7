import pg from 'pg';
import { BrowserSession } from './browser-session.js';
import { Client } from './client.js';
import { DescribedApi, type Operation, type Schema } from './described-api.js';
import { multipartBody, type Part } from './multipart-body.js';
import type { Service } from './service.js';
import type { WebhookReceiver } from './webhook-receiver.js';

export interface ExampleRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Buffer<ArrayBuffer>;
}

/** The current one, where the example changes it. */
const PASSWORD = 'correct horse battery staple';

/** What other parameters in a path name of something new. */
const NAMED: Record<string, string> = { system: 'salesforce', number: '1' };

/** What the examples in `openapi.json` speak of, and requests that are made of nothing but the description. */
export class ExampleWorld {
  readonly #client: Client;

  private constructor(
    readonly service: Service,
    private readonly receiver: WebhookReceiver,
    private readonly databaseUrl: string,
  ) {
    this.#client = new Client(service);
  }

  /** Document 1, which the examples name, is there. */
  static async create(
    service: Service,
    receiver: WebhookReceiver,
    databaseUrl: string,
  ): Promise<ExampleWorld> {
    const world = new ExampleWorld(service, receiver, databaseUrl);
    await world.#client.reviewed();
    return world;
  }

  /** The operation as it is exampled, on something new of its kind that it can be done to. */
  async request(operation: Operation, type?: string): Promise<ExampleRequest> {
    if (operation.path.startsWith('/api/me/')) return this.#ofUser(operation);
    const collection = operation.path.endsWith('/cancel')
      ? 'parked-deliveries'
      : /^\/api\/([\w-]+)\/\{/.exec(operation.path)?.[1];
    const id = collection === undefined ? '' : String(await this.make(collection));
    const path = operation.path
      .replace('{id}', id)
      .replace(/\{(\w+)\}/g, (_, name: string) => NAMED[name] ?? '0'.repeat(64));
    return { method: operation.method, path, ...this.body(operation, type) };
  }

  /** @returns the id of a new one */
  async make(collection: string): Promise<unknown> {
    switch (collection) {
      case 'documents': {
        const refs = '{"salesforce":{"record_id":"001Qy00000BnXt2IAF"}}';
        return (await this.#client.reviewed({ refs })).id;
      }
      case 'webhook-endpoints':
        return (await this.#client.endpoint(this.receiver.url)).id;
      case 'webhook-deliveries':
        return this.#delivery('delivered', true);
      case 'events':
        return (await this.#client.export((await this.#client.reviewed()).id)).event_id;
      case 'webhook-replays':
        return this.#replay();
      case 'parked-deliveries':
        return this.#delivery('parked', false);
      case 'users':
        return (await this.#user()).id; // the e-mail of the example is there once
      case 'intake':
        return this.#intakeItem();
      default: {
        const creation = DescribedApi.committed.operations.find(
          ({ method, path }) => method === 'POST' && path === `/api/${collection}`,
        );
        if (!creation) throw new Error(`openapi.json has no POST /api/${collection}`);
        const { path, body } = await this.request(creation);
        const given = JSON.parse(String(body)) as { name: string };
        // The name of a profile is there once.
        const named =
          collection === 'profiles' ? { ...given, name: `${given.name} ${crypto.randomUUID()}` } : given;
        const answer = await this.service.json<{ id: unknown }>('POST', path, named);
        if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
        return answer.body.id;
      }
    }
  }

  /** In a session of somebody new, who has the password of the example. */
  async #ofUser(operation: Operation): Promise<ExampleRequest> {
    const { email } = await this.#user();
    const browser = new BrowserSession(this.service.url);
    const { status } = await browser.logIn({ email, password: PASSWORD });
    if (status !== 303) throw new Error(`The login was answered ${status}`);
    const { body } = await browser.json<{ items: { id: string }[] }>('GET', '/api/me/sessions');
    const { headers, ...rest } = this.body(operation);
    return {
      method: operation.method,
      path: operation.path.replace('{id}', body.items[0]?.id ?? ''),
      headers: {
        ...headers,
        authorization: '', // the session's cookie alone
        cookie: browser.cookie,
        'x-csrf-token': await browser.csrfToken(),
      },
      ...rest,
    };
  }

  async #user(): Promise<{ id: number; email: string }> {
    const email = `${crypto.randomUUID()}@example.com`;
    const user = { email, name: 'Ann Smith', role: 'reviewer', password: PASSWORD };
    const answer = await this.service.json<{ id: number }>('POST', '/api/users', user);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return { id: answer.body.id, email };
  }

  /** One that failed. Nothing arrives here, so that nobody tries it again. */
  async #intakeItem(): Promise<number> {
    const [row] = await this.#sql<{ id: number }>(
      `INSERT INTO intake_items (channel, source_key, origin, name, result, reason, attempts)
       VALUES ('hot_folder', $1, '/srv/scans', 'acme/invoice.pdf', 'failed', 'The file is empty.', 1) RETURNING id`,
      [crypto.randomUUID()],
    );
    return row?.id ?? 0;
  }

  async #sql<Row>(statement: string, values: unknown[]): Promise<Row[]> {
    const sql = new pg.Client({ connectionString: this.databaseUrl });
    await sql.connect();
    try {
      return (await sql.query(statement, values)).rows as Row[];
    } finally {
      await sql.end();
    }
  }

  /** One that no worker takes to its end: no request would be quick enough for that. */
  async #replay(): Promise<number> {
    const { id: endpoint } = await this.#client.endpoint(this.receiver.url);
    const path = `/api/webhook-endpoints/${endpoint}/replay`;
    const { body } = await this.service.json<{ id: number }>('POST', path, { since: '2020-01-01' });
    await this.#sql(`UPDATE webhook_replays SET state = 'paused', finished_at = NULL WHERE id = $1`, [
      body.id,
    ]);
    return body.id;
  }

  async #delivery(state: string, enabled: boolean): Promise<string> {
    const endpoint = await this.#client.endpoint(this.receiver.url, { enabled });
    const exported = await this.#client.export((await this.#client.reviewed()).id);
    const deliveries = await this.#client.deliveries(`event_id=${exported.event_id}`);
    const { id = '' } = deliveries.find((delivery) => delivery.endpoint_id === endpoint.id) ?? {};
    await this.#client.delivery(id, state);
    return id;
  }

  /** The body as it is exampled; of a form, also a file. */
  body({ requestBody }: Operation, wanted?: string): Pick<ExampleRequest, 'headers' | 'body'> {
    const type = wanted ?? Object.keys(requestBody?.content ?? {})[0];
    const media = requestBody?.content[type ?? ''];
    if (type === undefined || !media) return { headers: {} };
    if (type !== 'multipart/form-data') {
      return { headers: { 'content-type': type }, body: JSON.stringify(media.example) };
    }
    const members = Object.entries(media.schema?.properties ?? {});
    return multipartBody(members.flatMap(([name, member]) => partOf(name, member)));
  }
}

function partOf(name: string, { format, example }: Schema): Part[] {
  if (format === 'binary') {
    return [{ name, filename: 'a.txt', type: 'text/plain', content: `A letter. ${crypto.randomUUID()}` }];
  }
  if (example === undefined) return [];
  return [{ name, content: typeof example === 'string' ? example : JSON.stringify(example) }];
}
