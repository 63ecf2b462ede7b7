// `npm run demo [-- --keep]`: the main job of the service, from a PDF to the webhook and back by its doc_url, with
// the real service in a process of its own. Each line printed is something that happened.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { ensureBuilt } from './build.mjs';
import { Client, openInBrowser } from './demo/client.mjs';
import { checked, line, seconds, step, style, table } from './demo/printer.mjs';
import { Receiver } from './demo/receiver.mjs';
import { Stage } from './demo/stage.mjs';
import { whenToldToEnd } from './told-to-end.mjs';

const SAMPLE = 'invoice-us.pdf';
/** What JSON libraries change when they parse and write it again, and this service must not. */
const EXTERNAL_REFS = Buffer.from(
  String.raw`{"salesforce": {"record_type":"Opportunity", "record_id":"001Qy00000BnXt2IAF",
  "record_url":"https:\/\/example.my.salesforce.com\/001Qy00000BnXt2IAF"},
"ledger" : {"entry":12345678901234567890, "share":1.0, "rate":1e2 , "rate":1E+2},
"10":"caf\u00e9", "9":"☕" }`,
);
const EXPORTS = 20;

const [option, ...others] = process.argv.slice(2);
if (others.length > 0 || (option !== undefined && option !== '--keep')) {
  console.error('Usage: npm run demo [-- --keep]');
  process.exit(2);
}

class Interrupted extends Error {
  /** @param {number} code */
  constructor(code) {
    super('Interrupted');
    this.code = code;
  }
}

const began = performance.now();
const stage = new Stage();
/** @type {Receiver | undefined} */
let receiver;
/** @type {Promise<never>} */
const interrupted = new Promise((_, reject) => whenToldToEnd((code) => reject(new Interrupted(code))));

let exitCode = 0;
try {
  await Promise.race([show(), stage.broken, interrupted]);
  if (option === '--keep') await Promise.race([keep(), stage.broken, interrupted]);
} catch (error) {
  exitCode = error instanceof Interrupted ? error.code : 1;
  if (!(error instanceof Interrupted)) await complain(error);
}
receiver?.close();
await stage.close({ keepFolder: exitCode === 1 }).catch((/** @type {Error} */ error) => {
  console.error(`Not everything could be cleaned up: ${error.message}`);
  exitCode ||= 1;
});
if (exitCode > 128) console.log('\nStopped, and removed what it had stored.');
process.exit(exitCode);

async function show() {
  console.log(style('bold', 'RecordEngine: a PDF invoice goes in, a signed webhook comes out'));
  console.log(style('dim', 'Starting the service, with a new database; that takes some seconds.'));
  await ensureBuilt();
  await stage.open();
  const database = stage.database ? `database ${stage.database.name}` : 'its own PostgreSQL';
  step(
    'Service',
    `${stage.url}, ${database}, data in ${stage.place} (${seconds(performance.now() - began)})`,
  );
  const api = new Client(stage.url, stage.token);

  receiver = await Receiver.start();
  const endpoint = await api.call('POST', '/api/webhook-endpoints', {
    url: receiver.url,
    events: ['document.exported'],
    description: 'CRM of the demo',
  });
  step('Receiver', `${receiver.url} stands for your CRM; registered as webhook endpoint ${endpoint.id}`);

  const contact = await api.call('POST', '/api/contacts', {
    name: 'Cascade Timberline Supply Co.',
    type: 'Vendor',
  });
  const { items: folders } = await api.call('GET', `/api/folders?contact_id=${contact.id}&name=Documents`);
  step(
    'Contact',
    `"${contact.name}" (id ${contact.id}) with folder "${folders[0].name}" (id ${folders[0].id})`,
  );

  const file = await readFile(new URL(`../examples/${SAMPLE}`, import.meta.url));
  const form = new FormData();
  form.set('contact_id', String(contact.id));
  form.set('folder_id', String(folders[0].id));
  // As a part with bytes of its own: in a text field, fetch would rewrite the line ends.
  form.set('external_refs', new Blob([EXTERNAL_REFS], { type: 'application/json' }));
  form.set('file', new Blob([file], { type: 'application/pdf' }), SAMPLE);
  const uploadedAt = performance.now();
  const uploaded = await api.call('POST', '/api/documents/upload', form);
  const { id } = uploaded;
  if (uploaded.sha256 !== sha256(file)) throw new Error('The stored file is not the one that was sent');
  step('Upload', `examples/${SAMPLE} (${file.length} bytes) is document ${id}`);
  line(`with external_refs of ${EXTERNAL_REFS.length} bytes, full of what JSON libraries change:`);
  for (const text of EXTERNAL_REFS.toString().split('\n')) line(`  ${style('cyan', text)}`);

  const { path, document } = await extracted(api, uploaded, uploadedAt);
  step('Extraction', path);
  table([
    .../** @type {[string, string][]} */ (Object.entries(document.extracted_fields)),
    ['line items', String(document.line_items.length)],
    ['confidence', `${document.confidence_score} (${document.confidence_label})`],
    ['summary', document.ai_summary],
  ]);

  const approved = await api.call('PUT', `/api/documents/${id}/status`, {
    status: 'Approved',
    reason: 'Read and found right',
  });
  step('Approval', `the document is ${approved.status}`);

  const { exported, arrival, sinceRequest } = await exportOnce(api, id, receiver);
  step('Export', `revision ${exported.revision}, event ${exported.event_id}`);

  step(
    'Webhook',
    `POST ${arrival.path} arrived ${sinceRequest.toFixed(1)} ms after the export was asked for`,
  );
  table(arrival.headers, ['webhook-signature']);
  const { scanJson } = await import(
    new URL('../dist/src/shared/kernel/json/scan-json.js', import.meta.url).href
  );
  const body = new TextDecoder('utf-8', { fatal: true }).decode(arrival.body);
  /** @type {[string, string][]} */
  const members = scanJson(body, { maxDepth: 100 }).members.map(
    (/** @type {import('../src/shared/kernel/json/scan-json.js').JsonMember} */ member) => [
      member.key,
      body.slice(member.valueStart, member.valueEnd),
    ],
  );
  line(`${arrival.body.length} bytes, shown with a line per member; the checks take the bytes as they came:`);
  table(members, ['external_refs', 'doc_url']);

  const header = (/** @type {string} */ name) => arrival.headers.find(([key]) => key === name)?.[1] ?? '';
  new Webhook(endpoint.secret).verify(arrival.body, {
    'webhook-id': header('webhook-id'),
    'webhook-timestamp': header('webhook-timestamp'),
    'webhook-signature': header('webhook-signature'),
  });
  step('Checks', 'on the bytes that the receiver got');
  checked('the signature is right (library standardwebhooks, the secret of the endpoint)');
  const refs = members.filter(([name]) => name === 'external_refs').map(([, value]) => Buffer.from(value));
  if (refs.length !== 1 || !refs[0]?.equals(EXTERNAL_REFS)) {
    throw new Error(`external_refs came back changed:\n${refs.join('\n')}`);
  }
  checked(
    `external_refs: ${refs[0].length} bytes, identical to those sent (sha256 ${sha256(refs[0]).slice(0, 16)}…)`,
  );
  const event = JSON.parse(body);
  if (event.event_id !== exported.event_id || event.doc_url !== exported.doc_url) {
    throw new Error('The webhook is not that of this export');
  }

  const { login, shown } = await openInBrowser(event.doc_url, stage.token);
  if (shown.filename !== SAMPLE) throw new Error(`The page of doc_url is not that of ${SAMPLE}`);
  step('doc_url', event.doc_url);
  checked(`leads to the login: ${new URL(login).pathname}${new URL(login).search}`);
  checked(`signed in with the token, back on the page of ${SAMPLE}`);

  await measure(api, id, receiver);
  await checkOrder(api, id, receiver);

  console.log(`\ndoc_url  ${style('underline', event.doc_url)}`);
  console.log(style('green', `Everything held, in ${seconds(performance.now() - began)}.`));
}

/**
 * Waits until the document was read, and tells which way it went.
 * @param {Client} api
 * @param {{ id: number, status: string }} uploaded
 * @param {number} since
 */
async function extracted(api, uploaded, since) {
  const path = [uploaded.status];
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(15)) {
    const document = await api.call('GET', `/api/documents/${uploaded.id}`);
    if (document.status !== path.at(-1)) path.push(document.status);
    if (document.status === 'Exception') throw new Error(`Not readable: ${document.status_reason}`);
    if (document.status === 'Needs Review') {
      return { document, path: `${path.join(' → ')} (${seconds(performance.now() - since)})` };
    }
  }
  throw new Error(`Document ${uploaded.id} was not read within a minute: ${path.join(' → ')}`);
}

/**
 * @param {Client} api
 * @param {number} id
 * @param {Receiver} receiver
 */
async function exportOnce(api, id, receiver) {
  const before = receiver.arrivals.length;
  const requestedAt = performance.now();
  const exported = await api.call('POST', `/api/documents/${id}/export`);
  const answeredAt = performance.now();
  for (const deadline = Date.now() + 30_000; receiver.arrivals.length === before; await sleep(1)) {
    if (Date.now() > deadline) throw new Error('No webhook arrived within 30 s of the export');
  }
  const arrival = /** @type {import('./demo/receiver.mjs').Arrival} */ (receiver.arrivals[before]);
  return {
    exported,
    arrival,
    sinceRequest: arrival.at - requestedAt,
    sinceAnswer: arrival.at - answeredAt,
  };
}

/**
 * The commit itself cannot be seen from outside: the request is sent before it, the answer after it.
 * @param {Client} api
 * @param {number} id
 * @param {Receiver} receiver
 */
async function measure(api, id, receiver) {
  /** @type {number[]} */
  const fromRequest = [];
  /** @type {number[]} */
  const fromAnswer = [];
  for (let i = 0; i < EXPORTS; i++) {
    const { sinceRequest, sinceAnswer } = await exportOnce(api, id, receiver);
    fromRequest.push(sinceRequest);
    fromAnswer.push(Math.max(0, sinceAnswer));
    await settled(api, id); // the next one finds the service idle
  }
  const [least, most] = [fromAnswer, fromRequest].map((times) => {
    const sorted = times.sort((a, b) => a - b);
    return { median: sorted[EXPORTS / 2] ?? 0, worst: sorted.at(-1) ?? 0 };
  });
  step('Speed', `export commit → first byte at the receiver, ${EXPORTS} more exports on the idle service`);
  const between = (/** @type {'median' | 'worst'} */ which) =>
    `between ${least?.[which].toFixed(1)} and ${most?.[which].toFixed(1)} ms`;
  line(`${style('bold', `median ${between('median')}`)}, worst ${between('worst')}`);
  line(
    style(
      'dim',
      '(measured from the answer, which follows the commit, and from the request, which precedes it)',
    ),
  );
}

/**
 * Until no delivery of the document is unfinished.
 * @param {Client} api
 * @param {number} id
 * @returns {Promise<{ revision: number, event_id: string, deliveries: { state: string, attempts: number }[] }[]>}
 */
async function settled(api, id) {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(10)) {
    const { items } = await api.call('GET', `/api/documents/${id}/exports`);
    const states = items.flatMap((/** @type {any} */ item) =>
      item.deliveries.map((/** @type {any} */ d) => d.state),
    );
    if (states.every((/** @type {string} */ state) => state === 'delivered')) return items;
  }
  throw new Error('A delivery that arrived was not noted as delivered within 30 s');
}

/**
 * @param {Client} api
 * @param {number} id
 * @param {Receiver} receiver
 */
async function checkOrder(api, id, receiver) {
  const revisions = receiver.arrivals.map(({ body }) => JSON.parse(body.toString()).revision);
  const wanted = Array.from({ length: EXPORTS + 1 }, (_, i) => i + 1);
  if (revisions.join() !== wanted.join()) throw new Error(`The revisions arrived as ${revisions.join()}`);
  const noted = await settled(api, id);
  if (noted.length !== wanted.length)
    throw new Error(`${noted.length} revisions are noted, not ${wanted.length}`);
  checked(`revisions 1 to ${wanted.length} arrived in order, each once, and are noted as delivered`);
}

async function keep() {
  console.log(`
Left running, with the receiver, until Ctrl-C:
  document     ${stage.url}/documents/1
  API console  ${stage.url}/api/docs
  API token    ${stage.token}
  log          ${stage.place}/service.log`);
  setInterval(() => undefined, 60_000); // holds the process
  await new Promise(() => undefined);
}

/** @param {unknown} error */
async function complain(error) {
  const log = (await stage.log()).trimEnd().split('\n').slice(-15).join('\n');
  console.error(
    `\n${style('red', 'The demo failed.')} ${error instanceof Error ? error.message : String(error)}`,
  );
  if (log) console.error(`\nThe last lines of ${stage.place}/service.log:\n${log}`);
}

/** @param {Buffer} bytes */
function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
