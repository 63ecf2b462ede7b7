import pg from 'pg';
import { preparedName } from './prepared.js';

/**
 * A session may end at any moment, also in the one between its hand-over by the pool, which listens no longer, and its
 * new owner, who does not listen yet: when the message that it is ready and the one that it is over come together, as
 * after a process was frozen. An `error` that nobody listens to ends the process. The next query tells the owner.
 */
export class ListenedClient extends pg.Client {
  /** TypeORM hands over the text alone, which is known here by its name, if it is prepared. */
  override query = ((text: unknown, ...rest: never[]): unknown => {
    const name = typeof text === 'string' ? preparedName(text) : undefined;
    return super.query((name === undefined ? text : { name, text }) as never, ...rest);
  }) as pg.Client['query'];

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
