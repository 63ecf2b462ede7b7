import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * @typedef {object} Arrival
 * @property {number} at when its first bytes were here, on the clock of performance.now()
 * @property {string} path
 * @property {[name: string, value: string][]} headers in the order and spelling of the sender
 * @property {Buffer} body the bytes as they came
 */

/** Stands for the CRM: takes every webhook with 200 and keeps what came. */
export class Receiver {
  /** @type {Arrival[]} */
  arrivals = [];

  static async start() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Receiver(server);
  }

  /** @param {import('node:http').Server} server */
  constructor(server) {
    this.server = server;
    server.on('request', (request, response) => {
      const at = performance.now();
      /** @type {Buffer[]} */
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(200).end();
        const { rawHeaders, url: path = '' } = request;
        /** @type {[string, string][]} */
        const headers = [];
        for (let i = 0; i < rawHeaders.length; i += 2)
          headers.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']);
        this.arrivals.push({ at, path, headers, body: Buffer.concat(chunks) });
      });
    });
  }

  get url() {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.server.address());
    return `http://127.0.0.1:${port}/hooks/crm`;
  }

  close() {
    this.server.close();
    this.server.closeAllConnections();
  }
}
