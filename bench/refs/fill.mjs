/**
 * Each record of `salesforce` has two documents, which lie far apart; the oldest of a hundred documents belong to a
 * system that has been left. The keys are those of the service (`refKey`): what it looks up would not be found otherwise.
 */
const DOCUMENTS = `
  INSERT INTO documents (filename, original_filename, mime_type, size, sha256, status, source, contact_id, folder_id,
         profile_id, doc_type, doc_date, extracted_fields, external_refs, created_at, updated_at)
  SELECT 'invoice-' || number || '.txt', 'invoice-' || number || '.txt', 'text/plain', 1000,
         encode(sha256(number::text::bytea), 'hex'), 'Ready', 'API', folder.contact_id, folder.id, 1, 'Invoice',
         '2026-01-31', '{"invoice_number":"RE-2026-000001","total":"119.00"}',
         '{"salesforce":{"record_id":"001Qy' || number % ($1::integer / 2) || '","record_type":"Opportunity"}'
           || CASE WHEN number <= $1::integer / 100 THEN ',"legacy":{"record_id":"1"}}' ELSE '}' END,
         now() - ($1::integer - number) * interval '1 ms', now() - ($1::integer - number) * interval '1 ms'
    FROM generate_series(1, $1::integer) AS number,
         (SELECT id, contact_id FROM folders ORDER BY id LIMIT 1) AS folder`;
const KEYS = [
  ['document_ref_keys', `'["' || system.key || '","' || (system.value ->> 'record_id') || '"]'`],
  ['document_ref_systems', `'["' || system.key || '"]'`],
].map(
  ([table, named]) => `
  INSERT INTO ${table} (key, document_id)
  SELECT left(encode(sha256(convert_to(${named}, 'UTF8')), 'hex'), 32)::uuid, document.id
    FROM documents AS document, json_each(external_refs::json) AS system`,
);
const INDEXES = `
  SELECT index.indexrelid::regclass::text AS name, pg_get_indexdef(index.indexrelid) AS definition,
         index.indrelid::regclass::text AS table, rule.conname AS rule, pg_get_constraintdef(rule.oid) AS constraint
    FROM pg_index AS index LEFT JOIN pg_constraint AS rule ON rule.conindid = index.indexrelid AND rule.contype = 'p'
   WHERE index.indrelid IN ('document_ref_keys'::regclass, 'document_ref_systems'::regclass)
      OR index.indrelid = 'documents'::regclass AND NOT index.indisprimary`;

/**
 * Documents and the keys by which they are found, put in by SQL. The indexes are those of the service, made anew behind
 * the rows, as a restored dump has them.
 * @param {import('pg').Client} client superuser @param {number} count
 */
export async function fill(client, count) {
  await client.query(`SET session_replication_role = replica`); // a foreign key for each row would take minutes
  await client.query(`SET maintenance_work_mem = '512MB'`);
  await client.query(`SET synchronous_commit = off`);
  const { rows: indexes } = await client.query(INDEXES);
  for (const { name, table, rule } of indexes) {
    await client.query(rule === null ? `DROP INDEX ${name}` : `ALTER TABLE ${table} DROP CONSTRAINT ${rule}`);
  }
  await client.query(DOCUMENTS, [count]);
  for (const keys of KEYS) await client.query(keys);
  for (const { table, definition, rule, constraint } of indexes) {
    await client.query(
      rule === null ? definition : `ALTER TABLE ${table} ADD CONSTRAINT ${rule} ${constraint}`,
    );
  }
  await client.query('VACUUM (ANALYZE) documents, document_ref_keys, document_ref_systems');
  await client.query('CHECKPOINT');
}

/** @param {number} count of the documents @returns {string} a record that two of them belong to */
export function anyRecord(count) {
  return `001Qy${Math.floor(Math.random() * (count / 2))}`;
}
