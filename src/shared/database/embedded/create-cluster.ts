import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { runGuarded } from './guarded-process.js';
import type { Runner } from './run-unprivileged.js';

/**
 * Makes `cluster`: its `data` by initdb, and beside them the `password` of the user recordengine. All of it is
 * made aside and appears by one rename, so a crash leaves nothing that a later start could take for a cluster.
 */
export async function createCluster(cluster: string, runner: Runner, log: string, durable: boolean) {
  const directory = dirname(cluster);
  const leftovers = (await readdir(directory)).filter((name) => name.startsWith('init-'));
  await Promise.all(leftovers.map((name) => rm(join(directory, name), { recursive: true, maxRetries: 5 })));

  const aside = await mkdtemp(join(directory, 'init-'));
  await mkdir(join(aside, 'data'), { mode: 0o700 });
  const password = randomBytes(24).toString('hex');
  await writeFile(join(aside, 'password'), password, { mode: 0o600, flush: true });
  await runner.give(aside);
  const seen = runner.folderName(aside);
  const initdb = runGuarded({
    words: [
      ...runner.prefix,
      join(runner.native, 'bin/initdb'),
      `--pgdata=${seen}/data`,
      '--username=recordengine',
      `--pwfile=${seen}/password`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // PostgreSQL's own C.UTF-8 (since 17): the order of text does not change with the system's C library.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ],
    folder: aside,
    log,
    scratch: runner.scratch,
  });
  if ((await initdb.exited) !== 0) {
    await rm(aside, { recursive: true, force: true });
    throw new EmbeddedPostgresError(`PostgreSQL's initdb failed; ${log} says why.`);
  }
  await rename(aside, cluster);
  const folder = await open(directory, 'r');
  await folder.sync();
  await folder.close();
}
