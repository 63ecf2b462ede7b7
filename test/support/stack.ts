import pg from 'pg';
import { Client } from './client.js';
import { Service } from './service.js';
import { TestDatabase } from './test-database.js';

/** A service over a database of its own, with a client of each. */
export class Stack {
  service: Service;
  client: Client;
  readonly sql: pg.Client;

  private constructor(private readonly database: TestDatabase) {
    this.sql = new pg.Client({ connectionString: database.url });
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  static async start(settings: Record<string, string> = {}): Promise<Stack> {
    const stack = new Stack(await TestDatabase.create());
    try {
      await stack.sql.connect();
      stack.service = await Service.start({ DATABASE_URL: stack.database.url, ...settings });
      stack.client = new Client(stack.service);
      return stack;
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.sql.end();
    await this.service?.stop();
    await this.database.drop();
  }
}
