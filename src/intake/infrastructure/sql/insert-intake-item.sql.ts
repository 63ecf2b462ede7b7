/**
 * $1: channel, $2: source key, $3: origin, $4: name. While another transaction has inserted the same key, this waits
 * until it ends; once that is committed, it does nothing. The unique key decides, not the order of reading.
 */
export const INSERT_INTAKE_ITEM = `
  INSERT INTO intake_items (channel, source_key, origin, name) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
