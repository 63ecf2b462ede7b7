/** $1 document ids, $2 times, $3 the actor of all, $4 actions, $5 fields, $6 and $7 JSON texts. */
export const INSERT_HISTORY = `
  INSERT INTO document_history (document_id, at, actor, action, field, from_value, to_value)
  SELECT document_id, at, $3, action, field, from_value, to_value
    FROM unnest($1::integer[], $2::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[])
      AS line (document_id, at, action, field, from_value, to_value)`;
