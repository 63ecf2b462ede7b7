import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '../kernel/domain-error.js';
import { IdempotencyKeys, type KeptAnswer, type KeyClaim } from '../kernel/idempotency-keys.js';
import { Ids } from '../kernel/ids.js';
import { SecretBox } from '../kernel/secret-box.js';
import { TypeOrmUnitOfWork } from './typeorm-unit-of-work.js';

/** Longer than any request may take (a statement waits 5 s for a lock at most), shorter than the promised 60 s. */
const LEASE_SECONDS = 50;
const KEPT = `interval '24 hours'`;
/** A key can be freed between the attempt to take it and the look at who has it. */
const MOST_TRIES = 5;
const FORGOTTEN_AT_ONCE = 1000;

/** Takes a key that is new, was given up by a killed request, or is older than 24 hours. */
const CLAIM = `
  INSERT INTO idempotency_keys AS kept (token_id, key, fingerprint, claim_token, lease_until)
  VALUES ($1, $2, $3, $4, now() + interval '${LEASE_SECONDS} seconds')
  ON CONFLICT (token_id, key) DO UPDATE
     SET fingerprint = EXCLUDED.fingerprint, claim_token = EXCLUDED.claim_token,
         lease_until = EXCLUDED.lease_until, status = NULL, headers = NULL, body_sealed = NULL, created_at = now()
   WHERE kept.lease_until < now() OR (kept.claim_token IS NULL AND kept.created_at < now() - ${KEPT})
  RETURNING true`;

interface Kept {
  fingerprint: Buffer;
  status: number | null;
  headers: Record<string, string> | null;
  body_sealed: string | null;
}

@Injectable()
export class PostgresIdempotencyKeys extends IdempotencyKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly secretBox: SecretBox,
    private readonly ids: Ids,
  ) {
    super();
  }

  async claim(tokenId: number, key: string, fingerprint: Uint8Array): Promise<KeyClaim | KeptAnswer> {
    const claimToken = this.ids.next();
    for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
      const taken: unknown[] = await this.dataSource.query(CLAIM, [tokenId, key, fingerprint, claimToken]);
      if (taken.length > 0) return { tokenId, key, claimToken };
      const [kept] = await this.dataSource.query<Kept[]>(
        `SELECT fingerprint, status, headers, body_sealed FROM idempotency_keys WHERE token_id = $1 AND key = $2`,
        [tokenId, key],
      );
      if (!kept) continue;
      if (!kept.fingerprint.equals(fingerprint)) throw reused();
      if (kept.status === null) throw inUse();
      const body = kept.body_sealed === null ? null : this.secretBox.open(kept.body_sealed);
      return { status: kept.status, headers: kept.headers ?? {}, body };
    }
    throw inUse();
  }

  async complete({ tokenId, key, claimToken }: KeyClaim, answer: KeptAnswer): Promise<void> {
    const { status, headers, body } = answer;
    const [, changed] = await this.unitOfWork.transactional.query<[unknown[], number]>(
      `UPDATE idempotency_keys
          SET claim_token = NULL, lease_until = NULL, status = $4, headers = $5, body_sealed = $6
        WHERE token_id = $1 AND key = $2 AND claim_token = $3`,
      [tokenId, key, claimToken, status, headers, body === null ? null : this.secretBox.seal(body)],
    );
    if (changed === 0) throw inUse();
  }

  async release({ tokenId, key, claimToken }: KeyClaim): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM idempotency_keys WHERE token_id = $1 AND key = $2 AND claim_token = $3`,
      [tokenId, key, claimToken],
    );
  }

  async forgetOld(): Promise<number> {
    let forgotten = 0;
    for (;;) {
      const [, count] = await this.dataSource.query<[unknown[], number]>(
        `DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM idempotency_keys
            WHERE created_at < now() - ${KEPT} AND (lease_until IS NULL OR lease_until < now())
            LIMIT ${FORGOTTEN_AT_ONCE} FOR UPDATE SKIP LOCKED))`,
      );
      forgotten += count;
      if (count < FORGOTTEN_AT_ONCE) return forgotten;
    }
  }
}

function reused(): DomainError {
  return new DomainError(
    'invalid',
    'idempotency_key_reused',
    'This Idempotency-Key belongs to another request: method, path, members or file differ. Send a new key.',
  );
}

function inUse(): DomainError {
  return new DomainError(
    'conflict',
    'idempotency_key_in_use',
    'A request with this Idempotency-Key is being worked on. Send it again in a moment to get its answer.',
    { retryAfterSeconds: 1 },
  );
}
