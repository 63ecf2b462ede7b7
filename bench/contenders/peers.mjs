import { Peer } from './peer.mjs';

/** What is tried of each before the rounds; the best is taken. @param {import('../lib/world.mjs').World} world */
export function peers(world) {
  return [
    new Peer(
      world,
      'graphile-worker',
      [16, 24, 64].map((concurrentJobs) => ({
        concurrentJobs,
        localQueue: 500,
        connections: concurrentJobs,
      })),
    ),
    new Peer(world, 'pg-boss', [
      // A fetch sorts all that waits, so small batches of a large queue are hopeless: with 200,000 waiting, 4 workers
      // with batches of 100 took more than 5 minutes.
      { workers: 2, batchSize: 1000, connections: 64 },
      { workers: 4, batchSize: 1000, connections: 64 },
      { workers: 2, batchSize: 2000, connections: 64 },
    ]),
  ];
}
