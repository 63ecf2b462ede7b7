// The small database of this CRM: one file, written whole and renamed, so that a change is there altogether or not at all.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const EMPTY = () => ({
  installation: randomUUID(),
  endpoint: null,
  deals: [],
  revisions: {}, // of documents, by their ids
  seen: [],
  todo: [],
  failed: [],
});

export class DealStore {
  #file;
  #state;

  constructor(file) {
    this.#file = file;
    this.#state = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : EMPTY();
  }

  /** To read. */
  get state() {
    return this.#state;
  }

  /** What `edit` does to the state is on disk when this returns; when it throws, nothing has changed. */
  change(edit) {
    const next = structuredClone(this.#state);
    const result = edit(next);
    writeFileSync(`${this.#file}.new`, JSON.stringify(next, null, 2), { flush: true, mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
    this.#state = next;
    return result;
  }
}
