import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { DocumentWatch, type DocumentMark } from '../application/document-watch.js';
import { ExportLog } from '../application/export-log.js';

type Listener = (mark: DocumentMark | undefined) => void;

interface Watched {
  listeners: Set<Listener>;
  /** As it was told last. */
  mark: DocumentMark | undefined;
}

const INTERVAL_MS = 1000;
/** In one process. Each is a connection that stays open. */
const MAX_WATCHERS = 500;

/** Asks once a second for all watched documents together, however many look at each, and not while nobody does. */
@Injectable()
export class PollingDocumentWatch extends DocumentWatch implements BeforeApplicationShutdown {
  readonly #log = new Logger(PollingDocumentWatch.name);
  readonly #watched = new Map<number, Watched>();
  #watchers = 0;
  #timer: NodeJS.Timeout | undefined;
  #isEnding = false;

  constructor(
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly exports: ExportLog,
  ) {
    super();
  }

  watch(documentId: number, listener: Listener): () => void {
    if (this.#watchers >= MAX_WATCHERS || this.#isEnding) {
      throw new DomainError(
        'unavailable',
        'too_many_watchers',
        'Too many people watch documents; ask again later.',
        {
          retryAfterSeconds: 30,
        },
      );
    }
    const watched = this.#watched.get(documentId) ?? { listeners: new Set(), mark: undefined };
    this.#watched.set(documentId, watched);
    watched.listeners.add(listener);
    this.#watchers++;
    if (watched.mark) listener(watched.mark);
    this.#timer ??= setTimeout(() => void this.#look(), 0);
    return () => {
      if (!watched.listeners.delete(listener)) return;
      this.#watchers--;
      if (watched.listeners.size === 0) this.#watched.delete(documentId);
    };
  }

  beforeApplicationShutdown(): void {
    this.#isEnding = true;
    clearTimeout(this.#timer);
    for (const id of this.#watched.keys()) this.#tell(id, undefined);
  }

  async #look(): Promise<void> {
    try {
      const ids = [...this.#watched.keys()];
      const marks = ids.length > 0 ? await this.#marks(ids) : new Map<number, DocumentMark>();
      for (const id of ids) this.#tell(id, marks.get(id));
    } catch (error) {
      this.#log.warn({ err: error }, 'Watched documents could not be looked at; tried again in a second');
    }
    const goesOn = this.#watched.size > 0 && !this.#isEnding;
    this.#timer = goesOn ? setTimeout(() => void this.#look(), INTERVAL_MS) : undefined;
  }

  async #marks(ids: readonly number[]): Promise<Map<number, DocumentMark>> {
    const rows: { id: number; version: number }[] = await this.unitOfWork.manager.query(
      'SELECT id, version FROM documents WHERE id = ANY($1::integer[])',
      [ids],
    );
    const digests = await this.exports.digests(rows.map(({ id }) => id));
    return new Map(rows.map(({ id, version }) => [id, { version, deliveries: digests.get(id) ?? '' }]));
  }

  #tell(id: number, mark: DocumentMark | undefined): void {
    const watched = this.#watched.get(id);
    if (!watched) return;
    const { version, deliveries } = watched.mark ?? {};
    if (mark && mark.version === version && mark.deliveries === deliveries) return;
    watched.mark = mark;
    const listeners = [...watched.listeners];
    if (!mark) {
      this.#watched.delete(id);
      this.#watchers -= listeners.length;
      watched.listeners.clear();
    }
    for (const listener of listeners) listener(mark);
  }
}
