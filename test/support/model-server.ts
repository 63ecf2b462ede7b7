import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv } from 'ajv';

export interface ModelRequest {
  at: number;
  headers: IncomingHttpHeaders;
  body: {
    model: string;
    messages: {
      role: string;
      content: string | { type: string; text?: string; image_url?: { url: string } }[];
    }[];
    max_completion_tokens: number;
    response_format: { type: string; json_schema: { name: string; strict: boolean; schema: object } };
    [other: string]: unknown;
  };
}

type Answerer = (request: ModelRequest, response: ServerResponse) => void;

/** A server on the loopback that speaks OpenAI's chat completions; what the model says is up to the test. */
export class ModelServer {
  readonly requests: ModelRequest[] = [];
  #answers: Answerer[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', () => undefined);
      incoming.on('end', () => {
        if (incoming.method !== 'POST' || incoming.url !== '/v1/chat/completions')
          return response.writeHead(404).end();
        const body = JSON.parse(Buffer.concat(chunks).toString()) as ModelRequest['body'];
        const request = { at: performance.now(), headers: incoming.headers, body };
        this.requests.push(request);
        (this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0])?.(request, response);
      });
    });
  }

  static async start(): Promise<ModelServer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ModelServer(server);
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`);
  }

  /** How it answers from now on, one after the other; the last one again and again. */
  answer(...answers: Answerer[]): void {
    this.requests.length = 0;
    this.#answers = answers;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** A completion with this content. */
export function says(content: unknown, usage = { total_tokens: 900 }): Answerer {
  return (_, response) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    const message = { role: 'assistant', content: text };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }], usage }));
  };
}

export function fails(status: number, headers: Record<string, string> = {}): Answerer {
  return ({ headers: { authorization } }, response) =>
    // Servers do repeat the key in what they say about it.
    response
      .writeHead(status, headers)
      .end(JSON.stringify({ error: { message: `Bad key ${authorization}` } }));
}

/** What a model that keeps to the schema says: these fields, null for all others that it is asked for. */
export function saysFields(fields: Record<string, unknown>, more: object = {}): Answerer {
  return (request, response) => {
    const { schema } = request.body.response_format.json_schema;
    const asked = (schema as { properties: { fields: { required: string[] } } }).properties.fields.required;
    const answer = {
      document_type: 'Invoice',
      document_date: null,
      fields: Object.fromEntries(
        asked.map((key) => [key, (Object.hasOwn(fields, key) && fields[key]) || null]),
      ),
      line_items: [],
      adjustments: [],
      ...more,
    };
    const check = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
    if (!check(answer))
      throw new Error(`The test's answer is not what the schema asks for: ${JSON.stringify(check.errors)}`);
    says(answer)(request, response);
  };
}
