// A stand-in for a CRM. RECORDENGINE_URL=http://localhost:3000 RECORDENGINE_TOKEN=re_… node main.mjs
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { RecordEngine, WebhookError } from '@recordengine/client';
import { Crm } from './crm.mjs';
import { DealStore } from './deal-store.mjs';

const { RECORDENGINE_URL, RECORDENGINE_TOKEN, CRM_PORT = '4100', CRM_STORE = 'crm.json' } = process.env;
const crm = new Crm({
  store: new DealStore(CRM_STORE),
  engine: new RecordEngine({ baseUrl: RECORDENGINE_URL, token: RECORDENGINE_TOKEN }),
  url: `http://127.0.0.1:${CRM_PORT}`,
});

async function answer(request) {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /deals') return [200, crm.deals];
  if (!route.startsWith('POST ')) return [404];
  if (!(request.headers['content-length'] <= 16_000_000)) return [413];
  const body = await buffer(request);
  if (route === 'POST /deals') return [201, crm.createDeal(JSON.parse(body.toString()))];
  if (route !== 'POST /hooks/recordengine') return [404];
  console.log(crm.take(request.headers, body));
  return [204];
}

const server = createServer((request, response) => {
  answer(request)
    .catch((error) => {
      console.error(error.message);
      if (error instanceof WebhookError) return [401];
      return [
        error instanceof TypeError || error instanceof SyntaxError ? 400 : 500,
        { problem: error.message },
      ];
    })
    .then(([status, value]) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    });
});
server.listen(Number(CRM_PORT), '127.0.0.1', async () => {
  await crm.start();
  console.log(`listening on port ${CRM_PORT}`);
});
