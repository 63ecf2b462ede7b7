// Receives the webhooks of RecordEngine: genuine ones are kept, each once, byte for byte. See ../README.md.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

const { ENDPOINT_SECRET, PORT = '8000', HOST = '127.0.0.1', INBOX = 'inbox' } = process.env;
const key = Buffer.from(ENDPOINT_SECRET.replace('whsec_', ''), 'base64');
mkdirSync(INBOX, { recursive: true });

function isGenuine(id, timestamp, signatures, body) {
  const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body);
  const right = Buffer.from(`v1,${hmac.digest('base64')}`);
  const isRight = (given) => given.length === right.length && timingSafeEqual(given, right);
  const isRecent = Math.abs(Date.now() / 1000 - timestamp) <= 300;
  return isRecent && signatures.split(' ').some((signature) => isRight(Buffer.from(signature)));
}

async function receive(request) {
  if (!(request.headers['content-length'] <= 8_000_000)) return 413;
  const body = await buffer(request);
  const header = (name) => request.headers[`webhook-${name}`] ?? '';
  const id = header('id');
  if (!isGenuine(id, header('timestamp'), header('signature'), body)) return 401;
  const draft = `${INBOX}/${randomUUID()}.draft`;
  writeFileSync(draft, body, { flush: true }); // on disk before the answer
  try {
    linkSync(draft, `${INBOX}/${encodeURIComponent(id)}.json`); // fails when there is one of that name
    console.log('kept', id);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    console.log('duplicate', id);
  } finally {
    rmSync(draft);
  }
  return 204; // at once: another process works through the inbox
}

const server = createServer((request, response) => {
  receive(request)
    .catch((error) => console.error(error) ?? 500) // RecordEngine sends it again
    .then((status) => response.writeHead(status).end());
});
server.listen(PORT, HOST, () => console.log(`listening on port ${server.address().port}`));
