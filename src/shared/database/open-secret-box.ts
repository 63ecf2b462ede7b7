import { Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Config } from '../config/config.js';
import type { SecretBox } from '../kernel/secret-box.js';
import { AesSecretBox } from './aes-secret-box.js';
import { FINGERPRINT, InstalledSecretBox } from './installed-secret-box.js';
import type { InstanceSettings } from './instance-settings.js';
import type { TypeOrmUnitOfWork } from './typeorm-unit-of-work.js';

const BATCH = 50;

/**
 * The database remembers which key its secrets are sealed with: another key stops the start, not the first send.
 * With SECRETS_KEY_PREVIOUS everything sealed with that one is sealed anew, at every start: a process that still ran
 * with the old key during the one before may have left something.
 */
export async function openSecretBox(
  config: Pick<Config, 'secretsKey' | 'secretsKeyPrevious'>,
  settings: InstanceSettings,
  unitOfWork: TypeOrmUnitOfWork,
): Promise<SecretBox> {
  if (config.secretsKey === undefined) throw new Error('No SECRETS_KEY');
  const previous = config.secretsKeyPrevious && new AesSecretBox(config.secretsKeyPrevious);
  const box = new AesSecretBox(config.secretsKey, previous);
  const resealed = await unitOfWork.run(async () => {
    const { manager } = unitOfWork;
    // A rotation may take longer than the lock timeout of sessions; whoever starts meanwhile waits for its outcome.
    await manager.query(`SET LOCAL lock_timeout = 0`);
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('recordengine:secrets-key'))`);
    const known = await settings.getOrSet(FINGERPRINT, box.fingerprint);
    if (known !== box.fingerprint && known !== previous?.fingerprint) throw wrongKey(box, previous, known);
    if (!previous) return undefined;
    const count = await resealAll(manager, box);
    await settings.change(FINGERPRINT, box.fingerprint);
    return count;
  });
  if (resealed !== undefined) {
    new Logger('SecretsKey').log(
      `${resealed} secrets that were sealed with SECRETS_KEY_PREVIOUS are sealed with SECRETS_KEY now`,
    );
  }
  return new InstalledSecretBox(box, settings, unitOfWork);
}

/**
 * Every column whose name ends in _sealed, so that none can be forgotten. In batches, for the answers kept for
 * Idempotency-Key can be more than fit into memory, and one update for all. A nonce makes each sealed text unique.
 */
async function resealAll(manager: EntityManager, box: AesSecretBox): Promise<number> {
  const columns = await manager.query<{ table: string; column: string }[]>(
    `SELECT quote_ident(table_name) AS "table", quote_ident(column_name) AS "column"
       FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
      WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND column_name LIKE '%\\_sealed'`,
  );
  await manager.query(`CREATE TEMPORARY TABLE resealed (stale text, fresh text) ON COMMIT DROP`);
  let count = 0;
  for (const { table, column } of columns) {
    await manager.query(
      `DECLARE sealed_texts CURSOR FOR SELECT ${column} AS text FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    for (;;) {
      const rows = await manager.query<{ text: string }[]>(`FETCH ${BATCH} FROM sealed_texts`);
      if (rows.length === 0) break;
      const texts = rows.map(({ text }) => text);
      const fresh = texts.map((text) => reseal(box, text, `${table}.${column}`));
      await manager.query(
        `INSERT INTO resealed SELECT * FROM unnest($1::text[], $2::text[]) AS pair (stale, fresh) WHERE stale <> fresh`,
        [texts, fresh],
      );
    }
    await manager.query(`CLOSE sealed_texts`);
    const [, changed] = await manager.query<[unknown, number]>(
      `UPDATE ${table} SET ${column} = fresh FROM resealed WHERE ${column} = stale`,
    );
    count += changed;
    await manager.query(`TRUNCATE resealed`);
  }
  return count;
}

function reseal(box: AesSecretBox, text: string, where: string): string {
  try {
    return box.reseal(text);
  } catch (error) {
    throw new Error(
      `A secret in ${where} can be opened neither with SECRETS_KEY nor with SECRETS_KEY_PREVIOUS. Nothing was changed.`,
      { cause: error },
    );
  }
}

function wrongKey(box: AesSecretBox, previous: AesSecretBox | undefined, known: string): Error {
  const given = previous
    ? `${box.fingerprint}, and SECRETS_KEY_PREVIOUS ${previous.fingerprint}`
    : box.fingerprint;
  return new Error(
    `SECRETS_KEY is not the key this database was made with (fingerprint ${given}, expected ${known}). ` +
      'Set the key that belongs to this database; to change it, see docs/secrets.md.',
  );
}
