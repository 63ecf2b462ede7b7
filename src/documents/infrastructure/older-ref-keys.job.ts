import { setTimeout as pause } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Config } from '../../shared/config/config.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { replaceRefKeys } from './replace-ref-keys.js';
import { LOCK_REFS_OF_OLDER } from './sql/lock-refs-of-older.sql.js';

/** At 64 KiB of refs each, 13 MB. */
const IDS_AT_ONCE = 200;

/**
 * Adds the keys of documents that are older than the look-up. How far it has come is in `instance_settings`; without
 * such a row there is nothing to do. Several workers take turns.
 */
@Injectable()
export class OlderRefKeysJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(OlderRefKeysJob.name);
  #over = false;
  #run: Promise<void> | undefined;

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: TypeOrmUnitOfWork,
  ) {}

  onApplicationBootstrap(): void {
    void this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#over = true;
    await this.#run;
  }

  /** Again each minute, in case the database went away. */
  @Cron('37 * * * * *', { waitForCompletion: true })
  async run(): Promise<void> {
    if (!this.config.roles.has('worker') || this.#over) return;
    this.#run ??= this.#slices().finally(() => (this.#run = undefined));
    await this.#run;
  }

  async #slices(): Promise<void> {
    try {
      while (!this.#over) {
        const began = performance.now();
        if (!(await this.#slice())) this.#over = true;
        else await pause(performance.now() - began); // as long again for everybody else
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'Older documents cannot be looked up by their refs yet; tried again');
    }
  }

  /** Documents are locked, so that nobody's newer refs get older keys. @returns whether there may be more to do */
  #slice(): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const manager = this.unitOfWork.transactional;
      const [progress] = await manager.query<{ done: number }[]>(
        `SELECT value::integer AS done FROM instance_settings WHERE key = 'ref_keys_added_up_to' FOR UPDATE`,
      );
      if (!progress) return false;
      const [newest] = await manager.query<{ id: number | null }[]>(`SELECT max(id) AS id FROM documents`);
      const { done } = progress;
      const last = newest?.id ?? 0;
      if (done >= last) {
        await manager.query(`DELETE FROM instance_settings WHERE key = 'ref_keys_added_up_to'`);
        this.#log.log('Every older document can be looked up by its refs');
        return false;
      }
      const upTo = Math.min(done + IDS_AT_ONCE, last);
      const rows = await manager.query<{ id: number; refs: string }[]>(LOCK_REFS_OF_OLDER, [done, upTo]);
      await replaceRefKeys(
        manager,
        rows.map(({ id, refs }) => ({ id, externalRefs: ExternalRefs.fromStored(refs) })),
      );
      await manager.query(`UPDATE instance_settings SET value = $1 WHERE key = 'ref_keys_added_up_to'`, [
        String(upTo),
      ]);
      return true;
    });
  }
}
