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
      { workers: 4, batchSize: 100, connections: 64 },
      { workers: 4, batchSize: 500, connections: 64 },
      { workers: 8, batchSize: 250, connections: 64 },
      { workers: 2, batchSize: 1000, connections: 64 },
    ]),
  ];
}
