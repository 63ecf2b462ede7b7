import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Injectable()
export class DatabaseHealth {
  readonly #log = new Logger(DatabaseHealth.name);
  #migrated = false;

  constructor(private readonly dataSource: DataSource) {}

  /** Undefined when the database answers and has every migration; else the reason, in words that give nothing away. */
  async problem(): Promise<string | undefined> {
    try {
      // Migrations do not go away; asking for them takes several statements, and anybody may ask.
      this.#migrated ||= !(await this.dataSource.showMigrations());
      await this.dataSource.query('SELECT 1');
      return this.#migrated ? undefined : 'migrations are pending';
    } catch (error) {
      this.#log.debug(`Not ready: ${String(error)}`);
      return 'the database does not answer';
    }
  }
}
