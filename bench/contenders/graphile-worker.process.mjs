import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { makeBody } from './body.mjs';
import { runPeer } from './job-runner.mjs';
import { rowsLeft } from './rows-left.mjs';

const SET = 1000;
const quiet = new Logger(() => () => undefined);

await runPeer({
  async fill({ databaseUrl, count }) {
    const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger: quiet });
    await utils.migrate();
    for (let done = 0; done < count; done += SET) {
      const jobs = Array.from({ length: Math.min(SET, count - done) }, () => ({
        identifier: 'post',
        payload: { body: makeBody() },
      }));
      await utils.addJobs(jobs);
    }
    await utils.release();
  },

  // https://worker.graphile.org/docs/performance: the setting of its quick stats; concurrentJobs is tuned.
  async work({ databaseUrl, setting }, send) {
    await run({
      taskList: { post: (payload) => send(/** @type {{ body: string }} */ (payload).body) },
      noHandleSignals: true,
      preset: {
        worker: {
          connectionString: databaseUrl,
          concurrentJobs: setting.concurrentJobs,
          maxPoolSize: setting.concurrentJobs + 1,
          localQueue: { size: setting.localQueue },
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
          logger: quiet,
        },
      },
    });
  },

  lookAt: rowsLeft('SELECT FROM graphile_worker._private_jobs LIMIT 1'),
});
