import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';

/** The job of a peer: one POST with keep-alive, signed as the service signs. */
export class SignedSender {
  /** When the first send began, milliseconds since 1970. @type {number | undefined} */
  firstAt;
  sent = 0;
  #key = randomBytes(24);

  /** @param {string} url @param {number} connections */
  constructor(url, connections) {
    this.url = url;
    this.agent = new Agent({ connections });
  }

  /** @param {string} body */
  async send(body) {
    this.firstAt ??= performance.timeOrigin + performance.now();
    const id = randomUUID();
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', this.#key).update(`${id}.${timestamp}.${body}`).digest('base64');
    const answer = await request(this.url, {
      method: 'POST',
      dispatcher: this.agent,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': `v1,${signature}`,
      },
      body,
    });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`The receiver answered ${answer.statusCode}`);
    this.sent++;
  }
}
