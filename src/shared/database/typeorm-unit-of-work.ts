import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { OutcomeUnknown, UnitOfWork } from '../kernel/unit-of-work.js';

interface Scope {
  manager: EntityManager;
  hints: (() => void)[];
}

/** Repositories find the open transaction here by themselves, so no use case can hand them the wrong one. */
@Injectable()
export class TypeOrmUnitOfWork extends UnitOfWork {
  readonly #scope = new AsyncLocalStorage<Scope>();

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#scope.getStore()) return work();
    const hints: Scope['hints'] = [];
    let done = false;
    const result = await this.dataSource
      .transaction(async (manager) => {
        const value = await this.#scope.run({ manager, hints }, work);
        done = true;
        return value;
      })
      .catch((error: unknown) => {
        throw done ? new OutcomeUnknown(error) : error;
      });
    for (const hint of hints) hint();
    return result;
  }

  afterCommit(hint: () => void): void {
    const scope = this.#scope.getStore();
    if (scope) scope.hints.push(hint);
    else hint();
  }

  /** The open transaction's manager, or the pool's for a lone read or write. */
  get manager(): EntityManager {
    return this.#scope.getStore()?.manager ?? this.dataSource.manager;
  }

  /** For writes that are wrong outside a transaction. */
  get transactional(): EntityManager {
    const scope = this.#scope.getStore();
    if (!scope) throw new Error('No open unit of work: wrap the use case in UnitOfWork.run()');
    return scope.manager;
  }
}
