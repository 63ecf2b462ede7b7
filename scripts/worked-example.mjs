import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { Client } from './demo/client.mjs';
import { Receiver } from './demo/receiver.mjs';

/** The base of its links, which the service has to be started with. */
export const PUBLIC_BASE_URL = 'https://records.example.com';

const folder = new URL('../examples/worked-example/', import.meta.url);

/** What stands for values that no two runs share; each has the length of the real one. */
const FIXED = {
  event_id: '01a1a0a7-9660-7c55-b7b0-2f7a3c1f9a10',
  created_at: '2026-11-03T09:00:00.000Z',
  exported_at: '2026-11-03T09:05:00.000Z',
  host: 'crm.example.com',
};

/**
 * Goes through the example with a new service that allows webhooks to the loopback: runs upload.sh, approves and
 * exports.
 * @param {{ url: string, token: string }} service
 * @returns {Promise<Record<string, string>>} the files that come of it, by name
 */
export async function workedExample({ url, token }) {
  const api = new Client(url, token);
  const receiver = await Receiver.start();
  try {
    await api.call('POST', '/api/webhook-endpoints', { url: receiver.url, events: ['document.exported'] });
    const { stdout } = await promisify(execFile)('sh', ['upload.sh'], {
      cwd: fileURLToPath(folder),
      env: { PATH: process.env.PATH, RECORDENGINE_URL: url, RECORDENGINE_TOKEN: token },
    });
    const { id } = JSON.parse(stdout);
    const status = async () => (await api.call('GET', `/api/documents/${id}`)).status;
    await until('the document is read', async () => (await status()) === 'Needs Review');
    await api.call('PUT', `/api/documents/${id}/status`, { status: 'Approved' });
    await api.call('POST', `/api/documents/${id}/export`);
    await until('the webhook has arrived', () => receiver.arrivals.length > 0);
    const answer = await fetch(`${url}/api/documents/${id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const [arrival] = receiver.arrivals;
    if (!arrival) throw new Error('Nothing arrived');
    return await filesOf(await answer.text(), arrival);
  } finally {
    receiver.close();
  }
}

/**
 * @param {string} document
 * @param {import('./demo/receiver.mjs').Arrival} arrival
 */
async function filesOf(document, arrival) {
  const event = JSON.parse(arrival.body.toString());
  const { created_at } = JSON.parse(document);
  const fixed = (/** @type {string} */ text) =>
    text
      .replaceAll(event.event_id, FIXED.event_id)
      .replaceAll(created_at, FIXED.created_at)
      .replaceAll(event.exported_at, FIXED.exported_at);
  const body = fixed(arrival.body.toString());

  const secret = (await readFile(new URL('endpoint-secret.txt', folder), 'utf8')).trim();
  const sentAt = new Date(FIXED.exported_at);
  /** @type {Record<string, string>} */
  const headers = {
    host: FIXED.host,
    'webhook-timestamp': String(sentAt.getTime() / 1000),
    'webhook-signature': new Webhook(secret).sign(FIXED.event_id, sentAt, body),
  };
  const lines = arrival.headers.map(([name, value]) => `${name}: ${fixed(headers[name] ?? value)}\n`);
  return {
    'document.json': fixed(document),
    'webhook-headers.txt': lines.join(''),
    'webhook-body.json': body,
  };
}

/**
 * @param {string} what
 * @param {() => boolean | Promise<boolean>} condition
 */
async function until(what, condition) {
  for (const deadline = Date.now() + 30_000; !(await condition()); await sleep(20)) {
    if (Date.now() > deadline) throw new Error(`Waited 30 s in vain until ${what}`);
  }
}
