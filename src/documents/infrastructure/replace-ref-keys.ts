import type { EntityManager } from 'typeorm';
import type { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { refKeysOf } from './ref-key.js';
import { REPLACE_REF_KEYS } from './sql/replace-ref-keys.sql.js';

/** The documents, which the caller has locked, are found by these refs and no others. */
export async function replaceRefKeys(
  manager: EntityManager,
  documents: readonly { id: number; externalRefs: ExternalRefs }[],
): Promise<void> {
  if (documents.length === 0) return;
  const keys = documents.flatMap(({ id, externalRefs }) =>
    refKeysOf(externalRefs).map((key) => ({ id, ...key })),
  );
  await manager.query(REPLACE_REF_KEYS, [
    documents.map(({ id }) => id),
    keys.map(({ id }) => id),
    keys.map(({ record }) => record),
    keys.map(({ system }) => system),
  ]);
}
