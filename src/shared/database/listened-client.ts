import pg from 'pg';
import { preparedName } from './prepared.js';

/**
 * A session may end at any moment, also in the one between its hand-over by the pool, which listens no longer, and its
 * new owner, who does not listen yet: when the message that it is ready and the one that it is over come together, as
 * after a process was frozen. An `error` that nobody listens to ends the process. The next query tells the owner.
 */
export class ListenedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;

/** TypeORM hands over the text alone. */
ListenedClient.prototype.query = function (this: pg.Client, text: unknown, ...rest: unknown[]) {
  const name = typeof text === 'string' ? preparedName(text) : undefined;
  return query.call(this, name === undefined ? text : { name, text }, ...rest);
} as typeof pg.Client.prototype.query;
