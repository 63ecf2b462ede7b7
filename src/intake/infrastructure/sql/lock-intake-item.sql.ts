import { INTAKE_ITEM_COLUMNS } from './intake-item-columns.sql.js';

/** A statement of its own after the insert: its snapshot sees what that has waited for. $1: channel, $2: source key. */
export const LOCK_INTAKE_ITEM = `
  SELECT ${INTAKE_ITEM_COLUMNS} FROM intake_items WHERE channel = $1 AND source_key = $2 ORDER BY id LIMIT 1 FOR UPDATE`;
