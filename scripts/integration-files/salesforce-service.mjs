// A description for Salesforce External Services, made from openapi.json for what Flow can use: JSON bodies alone, no
// maps, named types wherever Flow builds or reads an object, and external_refs with the member of Salesforce.
// https://help.salesforce.com/s/articleView?id=platform.external_services_considerations.htm

const OPERATIONS = {
  uploadDocument: ['Idempotency-Key'],
  getDocument: ['id'],
  listDocuments: ['limit', 'external_ref', 'status', 'cursor'],
  exportDocument: ['id', 'expected_version', 'Idempotency-Key'],
  setDocumentStatus: ['id', 'expected_version', 'Idempotency-Key'],
  replaceExternalRef: ['id', 'system', 'expected_version', 'Idempotency-Key'],
  listEvents: ['limit', 'after', 'order'],
  getEvent: ['id'],
};
const MEMBERS = [
  ...['id', 'filename', 'mime_type', 'size', 'status', 'status_reason', 'source', 'contact_id', 'folder_id'],
  ...['doc_type', 'doc_date', 'notes', 'confidence_score', 'confidence_label', 'extracted_fields'],
  ...[
    'external_refs',
    'doc_url',
    'file_url',
    'revision',
    'exported_at',
    'version',
    'created_at',
    'updated_at',
  ],
];
/** An event has the state at export, so it needs none of these. */
const EXPORTED = MEMBERS.filter(
  (name) => !['status_reason', 'version', 'created_at', 'updated_at'].includes(name),
);
const FIELDS = [
  ...['vendor', 'invoice_number', 'invoice_date', 'due_date', 'po_number', 'currency', 'subtotal', 'tax'],
  ...['total_amount', 'payment_terms'],
];
const TEXT = { type: 'string' };
const DETAIL = { type: 'string', nullable: true };

/** @param {any} api openapi.json */
export function salesforceService(api) {
  const schemas = api.components.schemas;
  const document = pick(schemas.DocumentResponse, MEMBERS, 'DocumentResponse');
  const event = structuredClone(schemas.EventResponse);
  event.properties.body = reference('ExportedDocument');
  const exported = pick(schemas.DocumentResponse, EXPORTED, 'ExportedDocument');
  return {
    openapi: api.openapi,
    info: { ...api.info, title: 'RecordEngine for Salesforce' },
    servers: [{ url: '/' }],
    paths: pathsOf(api),
    components: {
      schemas: {
        SalesforceRecord: object({ record_id: TEXT, record_type: TEXT, url: TEXT }, ['record_id']),
        ExternalRefs: object({ salesforce: reference('SalesforceRecord') }),
        ExtractedFields: object(Object.fromEntries(FIELDS.map((name) => [name, DETAIL]))),
        UploadRequest: object(
          {
            filename: TEXT,
            content_base64: TEXT,
            contact_id: { type: 'integer' },
            folder_id: { type: 'integer' },
            notes: TEXT,
            external_refs: reference('ExternalRefs'),
          },
          ['filename', 'content_base64', 'contact_id', 'folder_id'],
        ),
        StatusRequest: plain(schemas.ChangeStatusRequest),
        DocumentResponse: document,
        ExportResponse: object({ ...document.properties, event_id: TEXT }),
        DocumentList: object({
          items: { type: 'array', items: reference('DocumentResponse') },
          next_cursor: DETAIL,
        }),
        ExportedDocument: object({ event: TEXT, event_id: TEXT, timestamp: TEXT, ...exported.properties }),
        EventResponse: plain(event),
        EventList: object({ items: { type: 'array', items: reference('EventResponse') }, next_cursor: TEXT }),
        Problem: object({
          code: TEXT,
          title: TEXT,
          detail: TEXT,
          request_id: TEXT,
          status: { type: 'integer' },
        }),
      },
    },
  };
}

/** What each takes, and answers. @type {Record<string, { body?: string, status: string, answer: string }>} */
const BODIES = {
  uploadDocument: { body: 'UploadRequest', status: '201', answer: 'DocumentResponse' },
  getDocument: { status: '200', answer: 'DocumentResponse' },
  listDocuments: { status: '200', answer: 'DocumentList' },
  exportDocument: { status: '200', answer: 'ExportResponse' },
  setDocumentStatus: { body: 'StatusRequest', status: '200', answer: 'DocumentResponse' },
  replaceExternalRef: { body: 'SalesforceRecord', status: '200', answer: 'SalesforceRecord' },
  listEvents: { status: '200', answer: 'EventList' },
  getEvent: { status: '200', answer: 'EventResponse' },
};

/** Where openapi.json speaks of what is left out here. @type {Record<string, string>} */
const WORDS = {
  listDocuments:
    'Filters combine: a document is listed when all of them hold. Newest first; go on with `cursor` set to the last ' +
    '`next_cursor`. Needs scope `read`.',
  uploadDocument:
    'The document is durable before the answer; extraction follows by itself (New, Processing, Needs Review). Give ' +
    'contact and folder by id. Needs scope `write`.',
};

/** @param {any} api */
function pathsOf(api) {
  /** @type {Record<string, Record<string, object>>} */
  const paths = {};
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const { operationId, summary, parameters = [] } = operation;
      const description = WORDS[operationId] ?? operation.description;
      const taken = OPERATIONS[/** @type {keyof typeof OPERATIONS} */ (operationId)];
      if (!taken) continue;
      const names = parameters.map((/** @type {any} */ { name }) => name);
      const absent = taken.filter((name) => !names.includes(name));
      if (absent.length > 0) throw new Error(`${operationId} has no parameter ${absent.join(', ')}`);
      const { body, status, answer } = BODIES[operationId] ?? { status: '', answer: '' };
      if (!operation.responses[status]) throw new Error(`${operationId} does not answer ${status}`);
      (paths[path] ??= {})[method] = {
        operationId,
        summary,
        ...(description && { description }),
        parameters: parameters.filter((/** @type {any} */ { name }) => taken.includes(name)).map(parameterOf),
        ...(body && { requestBody: { required: true, content: json(reference(body)) } }),
        responses: {
          [status]: { description: 'Done.', content: json(reference(answer)) },
          default: { description: 'Refused.', content: json(reference('Problem')) },
        },
      };
    }
  }
  const found = Object.values(paths).flatMap((methods) => Object.keys(methods)).length;
  if (found !== Object.keys(OPERATIONS).length)
    throw new Error('openapi.json lacks an operation for Salesforce');
  return paths;
}

/** A list of values is one value: Flow fills in one. @param {any} parameter */
function parameterOf({ name, in: place, required = false, description, schema }) {
  const { type, enum: values, ...rest } = schema.type === 'array' ? schema.items : schema;
  const { minimum, maximum } = rest;
  return {
    name,
    in: place,
    required,
    ...(description && { description }),
    schema: {
      type,
      ...(values && { enum: values }),
      ...(minimum !== undefined && { minimum }),
      ...(maximum && { maximum }),
    },
  };
}

/** @param {any} schema @param {string[]} names @param {string} what */
function pick(schema, names, what) {
  for (const name of names) if (!schema.properties[name]) throw new Error(`${what} has no member ${name}`);
  const properties = Object.fromEntries(names.map((name) => [name, schema.properties[name]]));
  return plain({
    type: 'object',
    properties: {
      ...properties,
      extracted_fields: reference('ExtractedFields'),
      external_refs: reference('ExternalRefs'),
    },
  });
}

/** Without examples and the like. @param {any} schema @returns {any} */
function plain(schema) {
  if (schema.$ref) return schema;
  const { type, format, nullable, properties, required, items, enum: values } = schema;
  return {
    type,
    ...(format && { format }),
    ...(nullable && { nullable }),
    ...(values && { enum: values.filter((/** @type {unknown} */ each) => each !== null) }),
    ...(items && { items: plain(items) }),
    ...(required && { required }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, plain(each)])),
    }),
  };
}

/** @param {string} name */
function reference(name) {
  return { $ref: `#/components/schemas/${name}` };
}

/** @param {Record<string, object>} properties @param {string[]} [required] */
function object(properties, required) {
  return { type: 'object', ...(required && { required }), properties };
}

/** @param {object} schema */
function json(schema) {
  return { 'application/json': { schema } };
}
