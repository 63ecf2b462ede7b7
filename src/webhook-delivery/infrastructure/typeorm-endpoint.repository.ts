import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { SecretBox } from '../../shared/kernel/secret-box.js';
import { EndpointNotFound } from '../application/endpoint-not-found.js';
import { EndpointRepository } from '../application/endpoint.repository.js';
import { Endpoint } from '../domain/endpoint.js';
import { EndpointHealth } from '../domain/endpoint-health.js';
import { openAuth, openHeaders, sealAuth, sealHeaders } from './seal-endpoint.js';
import { MAKE_WAITING_DUE } from './sql/make-waiting-due.sql.js';
import { QUEUE_CLOCK } from './sql/queue-clock.sql.js';
import { WebhookEndpointStateRow } from './webhook-endpoint-state.row.js';
import { WebhookEndpointRow } from './webhook-endpoint.row.js';

@Injectable()
export class TypeOrmEndpointRepository extends EndpointRepository {
  constructor(
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly box: SecretBox,
  ) {
    super();
  }

  async add(endpoint: Endpoint): Promise<number> {
    const manager = this.unitOfWork.transactional;
    await this.box.confirm();
    const { identifiers } = await manager.insert(WebhookEndpointRow, toRow(this.box, endpoint));
    const { id } = identifiers[0] as { id: number };
    await manager.insert(WebhookEndpointStateRow, { endpointId: id });
    return id;
  }

  async look(id: number): Promise<Endpoint> {
    const row = await this.unitOfWork.manager.findOneBy(WebhookEndpointRow, { id, deletedAt: IsNull() });
    if (!row) throw new EndpointNotFound(id);
    try {
      return toDomain(this.box, row);
    } catch (error) {
      await this.box.confirm();
      throw error;
    }
  }

  /** What it returns may be saved. */
  async get(id: number): Promise<Endpoint> {
    await this.box.confirm();
    const row = await this.unitOfWork.transactional.findOne(WebhookEndpointRow, {
      where: { id, deletedAt: IsNull() },
      lock: { mode: 'pessimistic_write' },
    });
    if (!row) throw new EndpointNotFound(id);
    return toDomain(this.box, row);
  }

  async save(id: number, endpoint: Endpoint): Promise<void> {
    const { updatedAt } = endpoint.snapshot();
    await this.unitOfWork.transactional.update(WebhookEndpointRow, id, {
      ...toRow(this.box, endpoint),
      updatedAt,
    });
  }

  async markDeleted(id: number): Promise<boolean> {
    const manager = this.unitOfWork.transactional;
    const { affected } = await manager.update(
      WebhookEndpointRow,
      { id, deletedAt: IsNull() },
      { deletedAt: () => 'now()' },
    );
    if (affected === 0 && !(await manager.existsBy(WebhookEndpointRow, { id })))
      throw new EndpointNotFound(id);
    return affected !== 0;
  }

  isGone(id: number): Promise<boolean> {
    return this.unitOfWork.transactional.existsBy(WebhookEndpointStateRow, { endpointId: id, gate: 'gone' });
  }

  async trust(id: number): Promise<void> {
    await this.unitOfWork.transactional.update(WebhookEndpointStateRow, id, {
      ...EndpointHealth.fresh(),
      gateUntil: null,
    });
  }

  async tryNow(id: number): Promise<void> {
    const manager = this.unitOfWork.transactional;
    await manager.query(
      `UPDATE webhook_endpoint_states SET gate_until = ${QUEUE_CLOCK}
        WHERE endpoint_id = $1 AND gate_until > ${QUEUE_CLOCK}`,
      [id],
    );
    await manager.query(MAKE_WAITING_DUE, [[id]]);
  }
}

function toRow(
  box: SecretBox,
  endpoint: Endpoint,
): Omit<WebhookEndpointRow, 'id' | 'createdAt' | 'updatedAt' | 'deletedAt'> {
  const { settings, secret, previousSecret } = endpoint.snapshot();
  return {
    url: settings.url,
    events: settings.events,
    description: settings.description,
    enabled: settings.enabled,
    maxInFlight: settings.maxInFlight,
    ...sealAuth(box, settings.auth),
    ...sealHeaders(box, settings.headers),
    secretSealed: box.seal(secret),
    previousSecretSealed: previousSecret && box.seal(previousSecret.secret),
    previousSecretExpiresAt: previousSecret && previousSecret.expiresAt,
  };
}

function toDomain(box: SecretBox, row: WebhookEndpointRow): Endpoint {
  return Endpoint.restore({
    settings: {
      url: row.url,
      events: row.events,
      description: row.description,
      enabled: row.enabled,
      auth: openAuth(box, row),
      headers: openHeaders(box, row.headersSealed),
      maxInFlight: row.maxInFlight,
    },
    secret: box.open(row.secretSealed),
    previousSecret:
      row.previousSecretSealed !== null && row.previousSecretExpiresAt !== null
        ? { secret: box.open(row.previousSecretSealed), expiresAt: row.previousSecretExpiresAt }
        : null,
    updatedAt: row.updatedAt,
  });
}
