import pg from 'pg';
import { until } from '../lib/until.mjs';
import { SignedSender } from './signed-sender.mjs';

/**
 * @typedef {object} Task what the parent asks for, as the only argument of the process
 * @property {'fill' | 'work'} do
 * @property {string} databaseUrl
 * @property {string} url of the receiver
 * @property {number} count
 * @property {Record<string, number>} setting
 */

/** @typedef {(body: string) => Promise<void>} Send */

/**
 * The frame of a peer's process, which its parent ends. `fill` puts the jobs in, the next process works on a copy of
 * that. The time runs from the first send until nothing is left in the queue; that is asked only after the last send.
 * @param {object} peer
 * @param {(task: Task) => Promise<void>} peer.fill
 * @param {(task: Task, send: Send) => Promise<void>} peer.work starts working and returns
 * @param {string} peer.remaining a query that gives a row while a job is not durably done
 */
export async function runPeer({ fill, work, remaining }) {
  process.on('disconnect', () => process.exit());
  /** @type {Task} */
  const task = JSON.parse(process.argv[2]);
  if (task.do === 'fill') {
    await fill(task);
    return process.send?.({ filled: task.count });
  }
  const client = new pg.Client({ connectionString: task.databaseUrl });
  await client.connect();
  const sender = new SignedSender(task.url, task.setting.connections);
  await work(task, (body) => sender.send(body));
  await until(() => sender.sent >= task.count, {
    what: 'all jobs have sent',
    withinMs: 300_000,
    everyMs: 20,
  });
  await until(async () => (await client.query(remaining)).rows.length === 0, {
    what: 'the queue is empty',
    withinMs: 60_000,
    everyMs: 3,
  });
  const now = performance.timeOrigin + performance.now();
  process.send?.({ seconds: (now - /** @type {number} */ (sender.firstAt)) / 1000 });
}
