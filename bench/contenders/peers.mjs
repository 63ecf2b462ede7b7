import { Redis } from '../lib/redis.mjs';
import { InPostgres } from './in-postgres.mjs';
import { InRedis } from './in-redis.mjs';
import { Peer } from './peer.mjs';

/** What is tried of each before the rounds; the best is taken. @param {import('../lib/world.mjs').World} world */
export function peers(world) {
  return [
    new Peer(world, {
      library: 'graphile-worker',
      store: new InPostgres(world, 'graphile-worker'),
      settings: [16, 24, 64].map((concurrentJobs) => ({
        concurrentJobs,
        localQueue: 500,
        connections: concurrentJobs,
      })),
    }),
    new Peer(world, {
      library: 'pg-boss',
      store: new InPostgres(world, 'pg-boss'),
      settings: [
        // A fetch sorts all that waits, so small batches of a large queue are hopeless: with 200,000 waiting, 4 workers
        // with batches of 100 took more than 5 minutes.
        { workers: 2, batchSize: 1000, connections: 64 },
        { workers: 4, batchSize: 1000, connections: 64 },
        { workers: 2, batchSize: 2000, connections: 64 },
      ],
    }),
    ...(Redis.program() === undefined ? [] : bullmq(world)),
  ];
}

/** @param {import('../lib/world.mjs').World} world */
function bullmq(world) {
  const settings = [
    // "Between 100 and 300" is what its documentation calls usual; here 300 was the slowest: 3,300/s where 50 had 5,300.
    { workers: 1, concurrency: 50, connections: 50 },
    { workers: 1, concurrency: 100, connections: 100 },
    { workers: 4, concurrency: 50, connections: 64 },
  ];
  const common = { library: 'bullmq', settings, optional: true };
  return [
    new Peer(world, { ...common, name: 'BullMQ, synced always', store: new InRedis('always') }),
    // As its documentation recommends it.
    new Peer(world, {
      ...common,
      name: 'BullMQ, synced each second',
      store: new InRedis('everysec'),
      durable: false,
    }),
  ];
}
