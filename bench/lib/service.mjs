import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { freePort } from '../../scripts/free-port.mjs';
import { Child } from './child.mjs';
import { nodeFlags, workFolder } from './paths.mjs';
import { until } from './until.mjs';

const TOKEN = `re_${'0123456789'.repeat(4)}`;
const READY_MS = 60_000;

/** One process of the service, started with the flags of `npm start`. */
export class Service {
  #agent = new Agent({ connections: 16 });

  /** @param {Child} child @param {number} port */
  constructor(child, port) {
    this.child = child;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** @param {string} databaseUrl @param {string} roles @param {NodeJS.ProcessEnv} [env] */
  static async start(databaseUrl, roles, env = {}) {
    const port = await freePort();
    const child = new Child(
      `The service (${roles})`,
      fileURLToPath(new URL('service.process.mjs', import.meta.url)),
      {
        nodeFlags,
        env: {
          PORT: String(port),
          ROLES: roles,
          DATABASE_URL: databaseUrl,
          DATA_DIR: join(workFolder, 'service'),
          SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
          RECORDENGINE_TOKEN: TOKEN,
          WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8',
          LOG_LEVEL: 'error',
          ...env,
        },
      },
    );
    return new Service(child, port);
  }

  async ready() {
    await until(
      () =>
        fetch(`${this.url}/readyz`).then(
          (answer) => answer.ok,
          () => false,
        ),
      {
        what: 'the service is ready',
        withinMs: READY_MS,
        everyMs: 50,
        alive: () => this.child.checkAlive(),
      },
    );
    return this;
  }

  /**
   * @param {string} path @param {object} [body]
   * @returns {Promise<any>}
   */
  async post(path, body) {
    return this.#ask(path, { method: 'POST', body: body && JSON.stringify(body) });
  }

  /**
   * @param {string} path
   * @returns {Promise<any>}
   */
  async get(path) {
    return this.#ask(path, { method: 'GET' });
  }

  /** @param {string} path @param {{ method: 'GET' | 'POST', body?: string }} asked */
  async #ask(path, asked) {
    const answer = await request(this.url + path, {
      ...asked,
      dispatcher: this.#agent,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      headersTimeout: 120_000,
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300)
      throw new Error(`${path} answered ${answer.statusCode}: ${text.slice(0, 500)}`);
    return JSON.parse(text);
  }

  /** @param {string} url @param {number} maxInFlight @returns {Promise<number>} its id */
  async addEndpoint(url, maxInFlight) {
    const added = { url, events: ['document.exported'], max_in_flight: maxInFlight };
    return (await this.post('/api/webhook-endpoints', added)).id;
  }

  async stop() {
    await this.child.stop();
    await this.#agent.close();
  }
}
