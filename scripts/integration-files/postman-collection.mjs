// A tour through the API as a Postman collection (format v2.1), which Insomnia and Bruno import as well. Methods, paths
// and words come from openapi.json; what is here is the order, the bodies and what one request keeps for the next.

/**
 * @typedef {object} Step
 * @property {string} operationId
 * @property {string} [name] the summary of the operation, when absent
 * @property {Record<string, string>} [path]
 * @property {Record<string, string>} [query]
 * @property {Record<string, string>} [headers]
 * @property {object} [json]
 * @property {string} [type] of the JSON body
 * @property {Record<string, string>} [form]
 * @property {string} [file] a field of the form
 * @property {Record<string, string>} [keep] the variables that take members of the answer
 * @property {[string, string]} [until] sent again until that member is that
 */

/** @type {Record<string, Step[]>} */
const TOUR = {
  'Who hears of exports': [
    {
      operationId: 'createWebhookEndpoint',
      json: { url: '{{hookUrl}}', description: 'Postman' },
      keep: { endpointId: 'id', secret: 'secret' },
    },
    { operationId: 'testWebhookEndpoint', path: { id: '{{endpointId}}' } },
    { operationId: 'getSampleEvent', query: { event: 'document.exported' } },
  ],
  '1: push a document in': [
    {
      operationId: 'uploadDocument',
      name: 'Upload a file',
      form: { contact_id: '1', folder_id: '1', external_refs: '{"crm": {"record_id": "9127"}}' },
      file: 'examples/invoice-us.pdf',
    },
    {
      operationId: 'uploadDocument',
      name: 'Upload as JSON',
      headers: { 'Idempotency-Key': '{{$guid}}' },
      json: {
        filename: 'note.txt',
        content_base64: 'SGVsbG8sIHdvcmxkIQ==',
        contact_id: 1,
        folder_id: 1,
        external_refs: { crm: { record_id: '9127', record_type: 'Deal' } },
      },
      keep: { documentId: 'id' },
    },
    {
      operationId: 'getDocument',
      name: 'Wait until it is read',
      path: { id: '{{documentId}}' },
      until: ['status', 'Needs Review'],
      keep: { version: 'version' },
    },
  ],
  '2: review, approve, export': [
    {
      operationId: 'editDocument',
      path: { id: '{{documentId}}' },
      query: { expected_version: '{{version}}' },
      json: {
        doc_type: 'Invoice',
        extracted_fields: { vendor: 'Northwind Paper Co.', total_amount: '120.00' },
      },
    },
    { operationId: 'setDocumentStatus', path: { id: '{{documentId}}' }, json: { status: 'Approved' } },
    { operationId: 'exportDocument', path: { id: '{{documentId}}' }, keep: { eventId: 'event_id' } },
    { operationId: 'listDocumentExports', path: { id: '{{documentId}}' } },
    { operationId: 'listDeliveries', query: { event_id: '{{eventId}}' } },
    { operationId: 'getEvent', path: { id: '{{eventId}}' } },
  ],
  '3: both ways': [
    {
      operationId: 'replaceExternalRef',
      path: { id: '{{documentId}}', system: 'erp' },
      json: { record_id: 'PINV-2026-0042' },
    },
    {
      operationId: 'mergeExternalRefs',
      path: { id: '{{documentId}}' },
      type: 'application/merge-patch+json',
      json: { crm: { stage: 'won' } },
    },
    { operationId: 'getExternalRefs', path: { id: '{{documentId}}' } },
    { operationId: 'listDocuments', name: 'Find by a record', query: { external_ref: 'crm:9127' } },
    { operationId: 'lookUpDocuments', json: { records: [{ system: 'erp', record_id: 'PINV-2026-0042' }] } },
    {
      operationId: 'listDocuments',
      name: 'Poll for changes',
      query: { sort: 'updated_at', updated_after: '2026-01-01T00:00:00.000Z' },
    },
    { operationId: 'listEvents', query: { after: '0', limit: '100' }, keep: { after: 'next_cursor' } },
    { operationId: 'getDocumentHistory', path: { id: '{{documentId}}' } },
  ],
  'Keep it well': [
    { operationId: 'getWebhookLedger' },
    { operationId: 'listWebhookEndpoints' },
    { operationId: 'deleteWebhookEndpoint', path: { id: '{{endpointId}}' } },
  ],
};

const VARIABLES = {
  baseUrl: 'http://localhost:3000',
  token: 're_…',
  hookUrl: 'http://127.0.0.1:4000/hook',
  endpointId: '',
  secret: '',
  documentId: '',
  version: '',
  eventId: '',
  after: '0',
};

/** @param {any} api openapi.json */
export function postmanCollection(api) {
  return {
    info: {
      name: 'RecordEngine',
      description:
        'A tour from top to bottom. Set the variables `baseUrl`, `token` and `hookUrl` first; what a request answers is ' +
        'kept for the next ones.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: {
      type: 'apikey',
      apikey: [
        { key: 'key', value: 'X-API-Key', type: 'string' },
        { key: 'value', value: '{{token}}', type: 'string' },
        { key: 'in', value: 'header', type: 'string' },
      ],
    },
    variable: Object.entries(VARIABLES).map(([key, value]) => ({ key, value, type: 'string' })),
    item: Object.entries(TOUR).map(([name, steps]) => ({
      name,
      item: steps.map((step) => itemOf(step, operationOf(api, step.operationId))),
    })),
  };
}

/** @param {any} api @param {string} operationId */
function operationOf(api, operationId) {
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.operationId === operationId) return { path, method: method.toUpperCase(), operation };
    }
  }
  throw new Error(`openapi.json has no operation ${operationId}`);
}

/** @param {Step} step @param {ReturnType<typeof operationOf>} operation */
function itemOf(step, { path, method, operation }) {
  const filled = path.replace(/\{(\w+)\}/g, (/** @type {string} */ whole, /** @type {string} */ name) => {
    if (step.path?.[name] === undefined) throw new Error(`${step.operationId}: ${whole} is not given`);
    return step.path[name];
  });
  const query = Object.entries(step.query ?? {}).map(([key, value]) => ({ key, value }));
  const known = operation.parameters?.map((/** @type {any} */ each) => each.name) ?? [];
  for (const name of [...Object.keys(step.query ?? {}), ...Object.keys(step.headers ?? {})]) {
    if (!known.includes(name)) throw new Error(`${step.operationId} has no parameter ${name}`);
  }
  const search = query.map(({ key, value }) => `${key}=${value}`).join('&');
  const header = Object.entries({
    ...(step.json && { 'Content-Type': step.type ?? 'application/json' }),
    ...step.headers,
  }).map(([key, value]) => ({ key, value }));
  return {
    name: step.name ?? operation.summary,
    event: [{ listen: 'test', script: { type: 'text/javascript', exec: testOf(step) } }],
    request: {
      method,
      header,
      ...(step.json && {
        body: {
          mode: 'raw',
          raw: JSON.stringify(step.json, null, 2),
          options: { raw: { language: 'json' } },
        },
      }),
      ...(step.form && {
        body: {
          mode: 'formdata',
          formdata: [
            ...Object.entries(step.form).map(([key, value]) => ({ key, value, type: 'text' })),
            { key: 'file', type: 'file', src: step.file },
          ],
        },
      }),
      url: {
        raw: `{{baseUrl}}${filled}${search && `?${search}`}`,
        host: ['{{baseUrl}}'],
        path: filled.slice(1).split('/'),
        ...(query.length > 0 && { query }),
      },
      description: operation.description,
    },
    response: [],
  };
}

/** @param {Step} step @returns {string[]} */
function testOf({ until, keep = {} }) {
  return [
    "pm.test('is answered with 2xx', () => pm.expect(pm.response.code).to.be.within(200, 299));",
    ...(until
      ? [
          `const waits = pm.response.json()[${JSON.stringify(until[0])}] !== ${JSON.stringify(until[1])};`,
          'if (waits) pm.execution.setNextRequest(pm.info.requestName); // in a run of the collection',
        ]
      : []),
    ...Object.entries(keep).map(
      ([variable, member]) =>
        `pm.collectionVariables.set(${JSON.stringify(variable)}, pm.response.json()[${JSON.stringify(member)}]);`,
    ),
  ];
}
