// The workflows for n8n's "Import from File". Types, versions and parameters are those of n8n-nodes-base; versions
// that have been there for a while, so that older installations take them.
import { createHash } from 'node:crypto';

const BASE = 'https://records.example/api';
const VERSIONS = {
  code: 2,
  httpRequest: 4.2,
  if: 2.2,
  noOp: 1,
  removeDuplicates: 2,
  respondToWebhook: 1.1,
  set: 3.4,
  stickyNote: 1,
  webhook: 2,
};

/** @typedef {{ name: string, type: keyof typeof VERSIONS, parameters: object, more?: object }} Step */

/**
 * @param {string} verify the code of the Code node, from docs/integrations/n8n.md
 * @returns {Record<string, object>} by file name
 */
export function n8nWorkflows(verify) {
  const pushIn = [...fetched('recordengine-push-in'), ...uploaded()];
  const record = {
    name: 'Make the record (yours)',
    type: /** @type {const} */ ('set'),
    parameters: {
      mode: 'manual',
      assignments: {
        assignments: [
          {
            id: idOf('erp'),
            name: 'record_id',
            value: "=PINV-{{ $('Verify').item.json.event.id }}",
            type: 'string',
          },
        ],
      },
      options: {},
    },
  };
  return {
    '1-push-in.json': workflow('RecordEngine 1: push documents in', [pushIn], []),
    '2-receive.json': workflow('RecordEngine 2: receive exports', [], [received(verify), [yours()]]),
    '3-both-ways.json': workflow(
      'RecordEngine 3: both ways',
      [[...fetched('recordengine-both-push-in'), ...uploaded()]],
      [received(verify, 'recordengine-both-exported'), [record, refsWritten()]],
    ),
  };
}

/** @param {string} path @returns {Step[]} */
function fetched(path) {
  return [
    {
      name: 'CRM event',
      type: 'webhook',
      parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
    },
    {
      name: 'Get the file',
      type: 'httpRequest',
      parameters: {
        url: '={{ $json.body.file_url }}',
        options: { response: { response: { responseFormat: 'file' } } },
      },
    },
  ];
}

/** @returns {Step[]} */
function uploaded() {
  const text = (/** @type {string} */ name, /** @type {string} */ value) => ({
    parameterType: 'formData',
    name,
    value,
  });
  const event = "$('CRM event').item.json.body";
  return [
    {
      name: 'Upload',
      type: 'httpRequest',
      parameters: {
        method: 'POST',
        url: `${BASE}/documents/upload`,
        ...TOKEN,
        sendHeaders: true,
        headerParameters: {
          parameters: [
            { name: 'Idempotency-Key', value: `=n8n-{{ ${event}.record_id }}-{{ ${event}.file_id }}` },
          ],
        },
        sendBody: true,
        contentType: 'multipart-form-data',
        bodyParameters: {
          parameters: [
            { parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' },
            text('contact_id', '1'),
            text('folder_id', '1'),
            text(
              'external_refs',
              `={{ JSON.stringify({ crm: { record_id: String(${event}.record_id) } }) }}`,
            ),
          ],
        },
        options: {},
      },
      more: { retryOnFail: true, maxTries: 5, waitBetweenTries: 5000 },
    },
    { ...yours('Put doc_url on the record (yours)') },
  ];
}

/** @param {string} verify @returns {Step[]} from the webhook to the question whether it is genuine */
function received(verify, path = 'recordengine-exported') {
  return [
    {
      name: 'Exported',
      type: 'webhook',
      parameters: { httpMethod: 'POST', path, responseMode: 'responseNode', options: { rawBody: true } },
    },
    { name: 'Verify', type: 'code', parameters: { jsCode: verify } },
    {
      name: 'Genuine?',
      type: 'if',
      parameters: {
        conditions: {
          options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
          conditions: [
            {
              id: idOf('genuine'),
              leftValue: '={{ $json.genuine }}',
              rightValue: '',
              operator: { type: 'boolean', operation: 'true', singleValue: true },
            },
          ],
          combinator: 'and',
        },
        options: {},
      },
    },
  ];
}

/** @param {string} name @param {number} status @returns {Step} */
function answered(name, status) {
  return {
    name,
    type: 'respondToWebhook',
    parameters: { respondWith: 'noData', options: { responseCode: status } },
  };
}

/** A test has been answered, and must not be taken for an export. @returns {Step} */
function exportAlone() {
  return {
    name: 'An export?',
    type: 'if',
    parameters: {
      conditions: {
        options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
        conditions: [
          {
            id: idOf('export'),
            leftValue: '={{ $json.event.event }}',
            rightValue: 'document.exported',
            operator: { type: 'string', operation: 'equals' },
          },
        ],
        combinator: 'and',
      },
      options: {},
    },
  };
}

/** @returns {Step} */
function once() {
  return {
    name: 'Drop repeats',
    type: 'removeDuplicates',
    parameters: {
      operation: 'removeItemsSeenInPreviousExecutions',
      logic: 'removeItemsWithAlreadySeenKeyValues',
      dedupeValue: '={{ $json.webhook_id }}',
      options: {},
    },
    // It fails in all but one of the first executions, when these run at the same time (n8n 1.123 on PostgreSQL).
    more: { retryOnFail: true, maxTries: 5, waitBetweenTries: 1000 },
  };
}

/** @returns {Step} */
function yours(name = 'Update the record (yours)') {
  return { name, type: 'noOp', parameters: {} };
}

/** @returns {Step} */
function refsWritten() {
  return {
    name: 'Write it into external_refs',
    type: 'httpRequest',
    parameters: {
      method: 'PUT',
      url: `=${BASE}/documents/{{ $('Verify').item.json.event.id }}/external_refs/erp`,
      ...TOKEN,
      sendBody: true,
      contentType: 'json',
      specifyBody: 'json',
      jsonBody: '={{ JSON.stringify({ record_id: String($json.record_id) }) }}',
      options: {},
    },
    more: { retryOnFail: true, maxTries: 5, waitBetweenTries: 5000 },
  };
}

const TOKEN = { authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth' };

/**
 * @param {string} name
 * @param {Step[][]} chains each from left to right
 * @param {Step[][]} receiving what leads to the question, and what follows a yes
 */
function workflow(name, chains, receiving) {
  /** @type {object[]} */
  const nodes = [];
  /** @type {Record<string, { main: { node: string, type: 'main', index: number }[][] }>} */
  const connections = {};
  const place = (/** @type {Step} */ step, /** @type {number} */ column, /** @type {number} */ row) => {
    const { type, parameters, more = {} } = step;
    nodes.push({
      parameters,
      id: idOf(`${name} ${step.name}`),
      name: step.name,
      type: `n8n-nodes-base.${type}`,
      typeVersion: VERSIONS[type],
      position: [column * 220, row * 200],
      ...(type === 'webhook' && { webhookId: idOf(`${name} ${step.name} path`) }),
      ...more,
    });
  };
  const connect = (/** @type {string} */ from, /** @type {string} */ to, output = 0) => {
    const main = (connections[from] ??= { main: [] }).main;
    while (main.length <= output) main.push([]);
    main[output]?.push({ node: to, type: 'main', index: 0 });
  };
  const chain = (/** @type {Step[]} */ steps, /** @type {number} */ row, column = 0) => {
    for (const [index, step] of steps.entries()) {
      place(step, column + index, row);
      const next = steps[index + 1];
      if (next) connect(step.name, next.name);
    }
  };
  for (const [index, steps] of chains.entries()) chain(steps, index);
  const [before, after] = receiving;
  if (before && after) {
    const row = chains.length;
    const question = before.at(-1)?.name ?? '';
    const yes = [answered('Answer 204', 204), exportAlone(), once(), ...after];
    chain(before, row);
    chain(yes, row, before.length);
    connect(question, 'Answer 204', 0);
    place(answered('Answer 401', 401), before.length, row + 1);
    connect(question, 'Answer 401', 1);
  }
  return { name, nodes, connections, active: false, settings: { executionOrder: 'v1' }, pinData: {} };
}

/** The same for the same words, so that the files change only where they mean something else. @param {string} words */
function idOf(words) {
  const hex = createHash('sha256').update(words).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
