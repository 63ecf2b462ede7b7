/**
 * Documents that are ready to be exported, put in by SQL: what a reader finds in a file is not measured here, and it
 * would take longer than everything else. The notes fill the exported body up to 1 KB.
 */
export const INSERT_DOCUMENTS = `
  INSERT INTO documents (filename, original_filename, mime_type, size, sha256, status, source, contact_id, folder_id,
         profile_id, doc_type, doc_date, notes, extracted_fields, external_refs, created_at, updated_at)
  SELECT 'invoice-' || number || '.txt', 'invoice-' || number || '.txt', 'text/plain', 1000,
         encode(sha256(number::text::bytea), 'hex'), 'Ready', 'API', folder.contact_id, folder.id, 1, 'Invoice',
         '2026-01-31', repeat('x', 75), '{"invoice_number":"RE-2026-000001","total":"119.00"}',
         '{"crm_account_id":"001xx000003DGb1AAG"}', now(), now()
    FROM generate_series(1, $1::integer) AS number,
         (SELECT id, contact_id FROM folders ORDER BY id LIMIT 1) AS folder
  RETURNING id`;

const SET = 500;

/**
 * Exports through the API, in sets of 500.
 * @param {import('./service.mjs').Service} api @param {readonly number[]} ids
 * @returns {Promise<number>} how many milliseconds it took
 */
export async function exportAll(api, ids) {
  const started = performance.now();
  for (let start = 0; start < ids.length; start += SET) {
    const { results } = await api.post('/api/exports', { document_ids: ids.slice(start, start + SET) });
    const refused = results.find((/** @type {{ ok: boolean }} */ result) => !result.ok);
    if (refused) throw new Error(`An export was refused: ${JSON.stringify(refused)}`);
  }
  return performance.now() - started;
}

/**
 * @param {import('pg').Client} client @param {number} count
 * @returns {Promise<number[]>} their ids
 */
export async function insertDocuments(client, count) {
  const { rows } = await client.query(INSERT_DOCUMENTS, [count]);
  return rows.map(({ id }) => id);
}
