import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { OutcomeUnknown, UnitOfWork } from '../kernel/unit-of-work.js';
import { isDatabaseAway } from './postgres-errors.js';

type Hints = (() => void)[];

/** Where the work stands: in a transaction (`manager`), or between those that are joined to one (`joint`). */
type Scope = { manager: EntityManager; hints: Hints } | { manager?: undefined; joint: Joint };

interface Joint {
  /** Has the common transaction once the first part has begun. */
  runner?: QueryRunner;
  hints: Hints;
}

/** Repositories find the open transaction here by themselves, so no use case can hand them the wrong one. */
@Injectable()
export class TypeOrmUnitOfWork extends UnitOfWork {
  readonly #scope = new AsyncLocalStorage<Scope>();
  readonly #account = new AsyncLocalStorage<{ committed: boolean }>();

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const scope = this.#scope.getStore();
    if (scope?.manager) return work();
    if (scope) return this.#part(scope.joint, work);
    const hints: Hints = [];
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
    this.#noteCommit();
    for (const hint of hints) hint();
    return result;
  }

  async joined<T>(work: () => Promise<T>): Promise<T> {
    if (this.#scope.getStore()) return work();
    const joint: Joint = { hints: [] };
    let done = false;
    try {
      const result = await this.#scope.run({ joint }, work);
      done = true;
      await joint.runner?.commitTransaction();
      if (joint.runner) this.#noteCommit();
      for (const hint of joint.hints) hint();
      return result;
    } catch (error) {
      if (done) throw new OutcomeUnknown(error);
      await joint.runner?.rollbackTransaction().catch(() => undefined); // the first error is the one to tell
      throw error;
    } finally {
      await joint.runner?.release();
    }
  }

  async accountable<T>(work: () => Promise<T>): Promise<T> {
    const account = { committed: false };
    try {
      return await this.#account.run(account, work);
    } catch (error) {
      throw account.committed && isDatabaseAway(error) ? new OutcomeUnknown(error) : error;
    }
  }

  #noteCommit(): void {
    const account = this.#account.getStore();
    if (account) account.committed = true;
  }

  get isJoined(): boolean {
    const scope = this.#scope.getStore();
    return scope !== undefined && !scope.manager;
  }

  /** One `run` of several that are joined: a savepoint, so that it can fail alone. */
  async #part<T>(joint: Joint, work: () => Promise<T>): Promise<T> {
    if (!joint.runner) {
      const runner = this.dataSource.createQueryRunner();
      joint.runner = runner;
      await runner.startTransaction();
    }
    const { runner } = joint;
    const hints: Hints = [];
    await runner.startTransaction();
    try {
      const result = await this.#scope.run({ manager: runner.manager, hints }, work);
      await runner.commitTransaction();
      joint.hints.push(...hints);
      return result;
    } catch (error) {
      await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    }
  }

  afterCommit(hint: () => void): void {
    const scope = this.#scope.getStore();
    const hints = scope?.manager ? scope.hints : scope?.joint.hints;
    if (hints) hints.push(hint);
    else hint();
  }

  /** The open transaction's manager, or the pool's for a lone read or write. */
  get manager(): EntityManager {
    const scope = this.#scope.getStore();
    return scope?.manager ?? scope?.joint.runner?.manager ?? this.dataSource.manager;
  }

  /** For writes that are wrong outside a transaction. */
  get transactional(): EntityManager {
    const scope = this.#scope.getStore();
    if (!scope?.manager) throw new Error('No open unit of work: wrap the use case in UnitOfWork.run()');
    return scope.manager;
  }
}
