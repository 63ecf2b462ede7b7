/** $1 keys, $2 at most so many of each. One look into the index for each key, newest first, in the order given. */
export const SELECT_IDS_BY_REF_KEYS = `
  SELECT ARRAY(SELECT known.document_id FROM document_ref_keys AS known
                WHERE known.key = asked.key ORDER BY known.document_id DESC LIMIT $2) AS ids
    FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (key, position)
   ORDER BY asked.position`;
