/**
 * $1 documents, whose keys are now these and no others: $2 documents, $3 keys. What stays is not touched: a write of
 * one system's member leaves the index entries of the others alone.
 */
export const REPLACE_REF_KEYS = `
  WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest($2::integer[], $3::uuid[]) AS wanted (document_id, key)
  ), gone AS (
    DELETE FROM document_ref_keys AS known
     WHERE known.document_id = ANY ($1::integer[])
       AND NOT EXISTS (SELECT FROM wanted WHERE wanted.document_id = known.document_id AND wanted.key = known.key)
  )
  INSERT INTO document_ref_keys (key, document_id) SELECT key, document_id FROM wanted
  ON CONFLICT DO NOTHING`;
