// What undici alone can do: a prebuilt body, no database, no signature, no log.
import { Agent, request } from 'undici';
import { makeBody } from './body.mjs';

process.on('disconnect', () => process.exit());
const { url, count, concurrency } = JSON.parse(process.argv[2]);
const dispatcher = new Agent({ connections: concurrency });
const body = Buffer.from(makeBody());
const headers = { 'content-type': 'application/json' };

let left = count;
const started = performance.now();
await Promise.all(
  Array.from({ length: concurrency }, async () => {
    while (left-- > 0) {
      const answer = await request(url, { method: 'POST', dispatcher, headers, body });
      await answer.body.dump();
    }
  }),
);
process.send?.({ seconds: (performance.now() - started) / 1000 });
