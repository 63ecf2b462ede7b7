// Both ways: deals push their documents into RecordEngine, and what is exported there updates its deal, or makes one.
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { exactJson, RecordEngineError, verifyWebhook } from '@recordengine/client';

/** The member of external_refs that belongs to this CRM. It touches no other. */
const SYSTEM = 'crm';
const AMOUNT = /^(0|[1-9]\d*)(\.\d+)?$/;

const NO_DOCUMENT = {
  document_id: null,
  doc_url: null,
  revision: 0,
  document_status: null,
  external_refs: null,
};

export class Crm {
  #store;
  #engine;
  #url;
  #isWorking = false;

  constructor({ store, engine, url }) {
    this.#store = store;
    this.#engine = engine;
    this.#url = url;
  }

  /** Subscribes, the first time, and goes on with what was not done when it ended. */
  async start() {
    const { installation, endpoint } = this.#store.state;
    if (!endpoint) {
      const { data } = await this.#engine.createWebhookEndpoint({
        body: {
          url: `${this.#url}/hooks/recordengine`,
          events: ['document.exported'],
          description: 'The CRM',
        },
        headers: { 'Idempotency-Key': `${installation} endpoint` }, // killed before the next line, it gets the same one
      });
      this.#store.change((state) => (state.endpoint = { id: data.id, secret: data.secret }));
    }
    void this.#work();
  }

  get deals() {
    return this.#store.state.deals;
  }

  /** There is the deal, and the duty to push its document: the push itself follows, also after a crash. */
  createDeal({ name, amount, filename, content_base64 }) {
    if (typeof name !== 'string' || !AMOUNT.test(amount))
      throw new TypeError('name and amount, such as "12500.00"');
    if (typeof filename !== 'string' || typeof content_base64 !== 'string') {
      throw new TypeError('filename and content_base64');
    }
    const deal = this.#store.change((state) => {
      const created = newDeal(state, { name, amount });
      state.todo.push({ do: 'push', deal: created.id, filename, content_base64 });
      return created;
    });
    void this.#work();
    return deal;
  }

  /** Throws a `WebhookError` when it is not genuine. When it returns, the webhook is kept and may be answered. */
  take(headers, body) {
    const { id, event, externalRefsText } = verifyWebhook({
      headers,
      body,
      secret: this.#store.state.endpoint.secret,
    });
    const outcome = this.#store.change((state) => {
      if (state.seen.includes(id)) return 'duplicate';
      state.seen.push(id);
      return event.event === 'document.exported'
        ? this.#update(state, event, externalRefsText)
        : 'not for deals';
    });
    void this.#work();
    return `${outcome} ${id}`;
  }

  #update(state, event, refs) {
    const recordId = event.external_refs[SYSTEM]?.record_id;
    // The refs say which deal it is now; which one it was before counts only where they say nothing.
    const isOurs =
      recordId === undefined ? (one) => one.document_id === event.id : (one) => one.id === recordId;
    let deal = state.deals.find(isOurs);
    if (!deal && recordId !== undefined) return `of a deal that is not here, ${recordId}:`;
    const last = state.revisions[event.id] ?? 0; // of this document: another one of the deal counts for itself
    if (event.revision < last) return `older than revision ${last}:`; // somebody has resent it
    deal ??= newDeal(state, {
      name: event.extracted_fields.vendor ?? event.filename,
      amount: event.extracted_fields.total_amount ?? null,
    });

    const { id: document_id, doc_url, revision, status } = event;
    for (const one of state.deals) if (one.document_id === document_id) Object.assign(one, NO_DOCUMENT);
    state.revisions[document_id] = revision;
    Object.assign(deal, { document_id, doc_url, revision, document_status: status, external_refs: refs });
    // Writes only what is not there. Refs that are written do not export anything, but who exports whenever something
    // changes would go round for ever: export, webhook, write, export.
    if (!isDeepStrictEqual(event.external_refs[SYSTEM], JSON.parse(this.#memberOf(deal)))) {
      state.todo.push({ do: 'complete', deal: deal.id, document: document_id });
    }
    return 'kept';
  }

  /** What external_refs says of a deal. Nothing that an export changes: see above. */
  #memberOf({ id, amount }) {
    const exactAmount = AMOUNT.test(amount ?? '') ? amount : 'null'; // 12500.00 stays so: it never becomes a number
    const url = JSON.stringify(`${this.#url}/deals/${id}`);
    return `{"record_id":"${id}","record_type":"Deal","amount":${exactAmount},"record_url":${url}}`;
  }

  /** One thing after the other. What the service refuses for good is put aside, all else is tried until it is done. */
  async #work() {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let job; (job = this.#store.state.todo[0]);) {
      let problem = null;
      try {
        await (job.do === 'push' ? this.#push(job) : this.#complete(job));
      } catch (error) {
        const isLasting =
          error instanceof RecordEngineError &&
          error.status < 500 &&
          ![401, 403].includes(error.status) && // a token can be mended; this job has done nothing wrong
          error.retryAfterSeconds === null;
        console.error(`${job.do} ${job.deal}: ${error.message}`);
        if (!isLasting) {
          await pause((error.retryAfterSeconds ?? 1) * 1000);
          continue;
        }
        problem = error.message;
      }
      this.#store.change((state) => {
        state.todo.shift();
        if (problem !== null) state.failed.push({ do: job.do, deal: job.deal, problem });
      });
      if (problem === null) console.log(`done: ${job.do} ${job.deal}`);
    }
    this.#isWorking = false;
  }

  async #push({ deal: id, filename, content_base64 }) {
    const { data } = await this.#engine.uploadFile({
      file: Buffer.from(content_base64, 'base64'),
      filename,
      contact_id: 1,
      folder_id: 1,
      external_refs: `{"${SYSTEM}":{"record_id":"${id}","record_type":"Deal"}}`,
      idempotencyKey: `${this.#store.state.installation} push ${id}`,
    });
    this.#store.change((state) => (dealOf(state, id).document_id = data.id));
  }

  async #complete({ deal: id, document }) {
    const deal = dealOf(this.#store.state, id);
    if (deal.document_id !== document) return; // linked to another deal meanwhile
    await this.#engine.replaceExternalRef({
      path: { id: document, system: SYSTEM },
      body: exactJson(this.#memberOf(deal)),
    });
  }
}

function newDeal(state, { name, amount }) {
  const deal = { id: `D-${state.deals.length + 1}`, name, amount, ...NO_DOCUMENT };
  state.deals.push(deal);
  return deal;
}

function dealOf(state, id) {
  return state.deals.find((deal) => deal.id === id);
}
