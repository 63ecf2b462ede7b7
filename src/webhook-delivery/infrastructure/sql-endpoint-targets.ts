import { Injectable, Logger } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { SecretBox } from '../../shared/kernel/secret-box.js';
import { EndpointTargets } from '../application/endpoint-targets.js';
import type { SendTarget } from '../application/webhook-sender.js';
import { openAuth, openHeaders } from './seal-endpoint.js';
import { LOAD_TARGETS } from './sql/load-targets.sql.js';
import type { WebhookEndpointRow } from './webhook-endpoint.row.js';

type SealedTarget = Pick<
  WebhookEndpointRow,
  | 'id'
  | 'url'
  | 'authType'
  | 'authName'
  | 'authSealed'
  | 'headersSealed'
  | 'secretSealed'
  | 'previousSecretSealed'
>;

/** Reads the rows every time and decrypts only what has changed: every seal has a nonce of its own. */
@Injectable()
export class SqlEndpointTargets extends EndpointTargets {
  readonly #log = new Logger(SqlEndpointTargets.name);
  readonly #opened = new Map<number, { sealed: string; target: SendTarget }>();

  constructor(
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly box: SecretBox,
  ) {
    super();
  }

  async load(endpointIds: number[]): Promise<Map<number, SendTarget>> {
    const rows = await this.unitOfWork.manager.query<SealedTarget[]>(LOAD_TARGETS, [endpointIds]);
    const targets = new Map<number, SendTarget>();
    for (const row of rows) {
      try {
        targets.set(row.id, this.#open(row));
      } catch (error) {
        this.#log.error(
          `The secrets of webhook endpoint ${row.id} cannot be opened; set them anew: ${String(error)}`,
        );
      }
    }
    for (const id of endpointIds) if (!targets.has(id)) this.#opened.delete(id);
    return targets;
  }

  #open(row: SealedTarget): SendTarget {
    const sealed = JSON.stringify(row);
    const known = this.#opened.get(row.id);
    if (known?.sealed === sealed) return known.target;
    const secrets = [row.secretSealed, row.previousSecretSealed].filter((secret) => secret !== null);
    const target = {
      endpointId: row.id,
      url: row.url,
      auth: openAuth(this.box, row),
      headers: openHeaders(this.box, row.headersSealed),
      secrets: secrets.map((secret) => this.box.open(secret)),
    };
    this.#opened.set(row.id, { sealed, target });
    return target;
  }
}
