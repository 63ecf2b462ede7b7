/**
 * $1 documents, whose keys are now these and no others: $2 documents, $3 keys of records, $4 keys of their systems.
 * What stays is not touched: a write of one system's member leaves the index entries of the others alone.
 */
export const REPLACE_REF_KEYS = `
  WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest($2::integer[], $3::uuid[], $4::uuid[]) AS wanted (document_id, record, system)
  ), gone AS (
    DELETE FROM document_ref_keys AS known
     WHERE known.document_id = ANY ($1::integer[])
       AND NOT EXISTS (SELECT FROM wanted WHERE wanted.document_id = known.document_id AND wanted.record = known.key)
  ), left_systems AS (
    DELETE FROM document_ref_systems AS known
     WHERE known.document_id = ANY ($1::integer[])
       AND NOT EXISTS (SELECT FROM wanted WHERE wanted.document_id = known.document_id AND wanted.system = known.key)
  ), systems AS (
    INSERT INTO document_ref_systems (key, document_id) SELECT system, document_id FROM wanted
    ON CONFLICT DO NOTHING
  )
  INSERT INTO document_ref_keys (key, document_id) SELECT record, document_id FROM wanted
  ON CONFLICT DO NOTHING`;
