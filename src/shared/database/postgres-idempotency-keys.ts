import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Holder } from '../kernel/caller.js';
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
  INSERT INTO idempotency_keys AS kept (token_id, user_id, key, fingerprint, claim_token, lease_until)
  VALUES ($1, $2, $3, $4, $5, now() + interval '${LEASE_SECONDS} seconds')
  ON CONFLICT (token_id, user_id, key) DO UPDATE
     SET fingerprint = EXCLUDED.fingerprint, claim_token = EXCLUDED.claim_token,
         lease_until = EXCLUDED.lease_until, status = NULL, headers = NULL, body_sealed = NULL, created_at = now()
   WHERE kept.lease_until < now() OR (kept.claim_token IS NULL AND kept.created_at < now() - ${KEPT})
  RETURNING true`;

/** `IS NOT DISTINCT FROM` for both would use no index. */
const OF_TOKEN = 'token_id = $1 AND user_id IS NULL AND key = $2';
const OF_USER = 'token_id IS NULL AND user_id = $1 AND key = $2';

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

  async claim(holder: Holder, key: string, fingerprint: Uint8Array): Promise<KeyClaim | KeptAnswer> {
    const claimToken = this.ids.next();
    for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
      const taken: unknown[] = await this.dataSource.query(CLAIM, [
        ...[holder.tokenId, holder.userId, key],
        ...[fingerprint, claimToken],
      ]);
      if (taken.length > 0) return { holder, key, claimToken };
      const [kept] = await this.dataSource.query<Kept[]>(
        `SELECT fingerprint, status, headers, body_sealed FROM idempotency_keys WHERE ${mine(holder)}`,
        [idOf(holder), key],
      );
      if (!kept) continue;
      if (!kept.fingerprint.equals(fingerprint)) throw reused();
      if (kept.status === null) throw inUse();
      const body = kept.body_sealed === null ? null : this.secretBox.open(kept.body_sealed);
      return { status: kept.status, headers: kept.headers ?? {}, body };
    }
    throw inUse();
  }

  async complete({ holder, key, claimToken }: KeyClaim, answer: KeptAnswer): Promise<void> {
    const { status, headers, body } = answer;
    const [, changed] = await this.unitOfWork.transactional.query<[unknown[], number]>(
      `UPDATE idempotency_keys
          SET claim_token = NULL, lease_until = NULL, status = $4, headers = $5, body_sealed = $6
        WHERE ${mine(holder)} AND claim_token = $3`,
      [idOf(holder), key, claimToken, status, headers, body === null ? null : this.secretBox.seal(body)],
    );
    if (changed === 0) throw inUse();
  }

  async release({ holder, key, claimToken }: KeyClaim): Promise<void> {
    await this.dataSource.query(`DELETE FROM idempotency_keys WHERE ${mine(holder)} AND claim_token = $3`, [
      idOf(holder),
      key,
      claimToken,
    ]);
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

function mine(holder: Holder): string {
  return holder.tokenId === undefined ? OF_USER : OF_TOKEN;
}

function idOf(holder: Holder): number {
  return holder.tokenId ?? holder.userId;
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
