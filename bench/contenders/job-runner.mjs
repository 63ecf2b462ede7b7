import { until } from '../lib/until.mjs';
import { SignedSender } from './signed-sender.mjs';

/**
 * @typedef {object} Task what the parent asks for, as the only argument of the process
 * @property {'fill' | 'work'} do
 * @property {string} databaseUrl of the PostgreSQL or the Redis with the jobs
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
 * @param {(task: Task) => Promise<() => Promise<boolean>>} peer.lookAt what tells whether a job is not durably done
 */
export async function runPeer({ fill, work, lookAt }) {
  process.on('disconnect', () => process.exit());
  /** @type {Task} */
  const task = JSON.parse(process.argv[2]);
  if (task.do === 'fill') {
    await fill(task);
    return process.send?.({ filled: task.count });
  }
  const anyLeft = await lookAt(task);
  const sender = new SignedSender(task.url, task.setting.connections);
  await work(task, (body) => sender.send(body));
  await until(() => sender.sent >= task.count, {
    what: 'all jobs have sent',
    withinMs: 300_000,
    everyMs: 20,
  });
  await until(async () => !(await anyLeft()), {
    what: 'the queue is empty',
    withinMs: 60_000,
    everyMs: 3,
  });
  const now = performance.timeOrigin + performance.now();
  process.send?.({ seconds: (now - /** @type {number} */ (sender.firstAt)) / 1000 });
}
