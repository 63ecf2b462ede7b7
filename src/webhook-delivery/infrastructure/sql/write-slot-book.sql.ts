/** $1 the holders, $2 the version that was read. Returns nothing when somebody else has written meanwhile. */
export const WRITE_SLOT_BOOK = `
  WITH written AS (
    UPDATE webhook_slot_book SET holders = $1::jsonb, version = version + 1 WHERE version = $2 RETURNING version
  )
  SELECT version FROM written`;
