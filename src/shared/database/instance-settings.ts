import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from './typeorm-unit-of-work.js';

/** Small facts about this installation, one row each. */
@Injectable()
export class InstanceSettings {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {}

  async get(key: string): Promise<string | undefined> {
    const rows: { value: string }[] = await this.unitOfWork.manager.query(
      `SELECT value FROM instance_settings WHERE key = $1`,
      [key],
    );
    return rows[0]?.value;
  }

  /** Keeps the first value ever written and returns it: of several processes that start together, one decides. */
  async getOrSet(key: string, value: string): Promise<string> {
    await this.unitOfWork.manager.query(
      `INSERT INTO instance_settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING`,
      [key, value],
    );
    return (await this.get(key)) ?? value;
  }

  /** Writes the value unless it is that already: of several processes that do so, one is told `true`. */
  async change(key: string, value: string): Promise<boolean> {
    const rows: unknown[] = await this.unitOfWork.manager.query(
      `INSERT INTO instance_settings AS known (key, value) VALUES ($1, $2)
       ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value WHERE known.value <> EXCLUDED.value
       RETURNING key`,
      [key, value],
    );
    return rows.length === 1;
  }
}
