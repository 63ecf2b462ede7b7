// The receiver of all contenders: plain node:http, answers 200 at once. `/hang` never answers. It counts, and while it
// is told to record, it keeps when each webhook-id first came on each path, by the clock of the machine.
import { createServer } from 'node:http';

let count = 0;
let recording = false;
/** @type {Map<string, number>} */
const arrivals = new Map();

const server = createServer((request, response) => {
  if (recording) {
    const key = `${String(request.headers['webhook-id'])} ${request.url}`;
    if (!arrivals.has(key)) arrivals.set(key, performance.timeOrigin + performance.now());
  }
  request.resume();
  if (request.url === '/hang') return;
  request.on('end', () => {
    count++;
    response.writeHead(200, { 'content-length': '2' });
    response.end('ok');
  });
});
server.keepAliveTimeout = 120_000;
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));

process.on('message', (/** @type {{ do: 'count' | 'reset' | 'record' | 'arrivals' }} */ message) => {
  if (message.do === 'count') return process.send?.(count);
  if (message.do === 'arrivals') return process.send?.([...arrivals]);
  count = 0;
  arrivals.clear();
  recording = message.do === 'record';
  process.send?.('done');
});
process.on('disconnect', () => process.exit());
