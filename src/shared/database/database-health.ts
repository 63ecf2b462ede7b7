import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Injectable()
export class DatabaseHealth {
  constructor(private readonly dataSource: DataSource) {}

  /** Undefined when the database answers and has every migration; else the reason in plain words. */
  async problem(): Promise<string | undefined> {
    try {
      const pending = await this.dataSource.showMigrations();
      return pending ? 'migrations are pending' : undefined;
    } catch (error) {
      return `the database does not answer (${error instanceof Error ? error.message : String(error)})`;
    }
  }
}
