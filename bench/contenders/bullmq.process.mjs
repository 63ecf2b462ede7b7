import { Queue, Worker } from 'bullmq';
import { makeBody } from './body.mjs';
import { runPeer } from './job-runner.mjs';

const QUEUE = 'post';
const SET = 1000;

await runPeer({
  async fill({ databaseUrl, count }) {
    const queue = open(databaseUrl);
    for (let done = 0; done < count; done += SET) {
      const jobs = Array.from({ length: Math.min(SET, count - done) }, () => ({
        name: 'post',
        data: { body: makeBody() },
        opts: { removeOnComplete: true },
      }));
      await queue.addBulk(jobs);
    }
    await queue.close();
  },

  // https://docs.bullmq.io/guide/parallelism-and-concurrency: a concurrency of 100 to 300 for jobs that wait for others,
  // and as many workers as one wants; both are tuned. Each worker has connections of its own.
  async work({ databaseUrl, setting }, send) {
    for (let number = 0; number < setting.workers; number++) {
      const worker = new Worker(QUEUE, (job) => send(job.data.body), {
        connection: { url: databaseUrl },
        concurrency: setting.concurrency,
      });
      worker.on('error', (error) => console.error(error));
    }
  },

  async lookAt({ databaseUrl }) {
    const queue = open(databaseUrl);
    await queue.waitUntilReady();
    return async () => {
      const { failed, ...others } = await queue.getJobCounts();
      if (failed > 0) throw new Error(`${failed} jobs have failed`);
      return Object.values(others).some((count) => count > 0);
    };
  },
});

/** @param {string} url */
function open(url) {
  const queue = new Queue(QUEUE, { connection: { url } });
  queue.on('error', (error) => console.error(error));
  return queue;
}
