// A thread of the reading process that works even while a parser keeps the main thread busy: it kills the process
// when it takes too much memory (the heap limit of V8 leaves out buffers) or when the service is gone.
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { OVER_MEMORY_LIMIT } from './over-memory-limit.js';

const { parent, megabytes } = workerData as { parent: number; megabytes: number };

setInterval(() => {
  const orphaned = process.ppid !== parent;
  const tooLarge = process.memoryUsage.rss() > megabytes * 1024 * 1024;
  if (tooLarge) writeSync(2, OVER_MEMORY_LIMIT);
  if (orphaned || tooLarge) process.kill(process.pid, 'SIGKILL');
}, 100);
