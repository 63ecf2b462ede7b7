import { READ_LEDGER } from '../read-ledger.sql.js';

/** Reads what the ledger reads: all events and the whole history that is kept. */
export const FIND_UNBALANCED = `
  SELECT item->>'endpointId' AS subject,
         'endpoint ' || (item->>'endpointId') || ' has accepted ' || (item->>'accepted') || ' and accounts for ' || known
           AS detail
    FROM (${READ_LEDGER}) AS ledger
   CROSS JOIN LATERAL json_array_elements(ledger.items) AS item
   CROSS JOIN LATERAL (SELECT (item->>'delivered')::bigint + (item->>'pending')::bigint + (item->>'delivering')::bigint
           + (item->>'parked')::bigint + (item->>'superseded')::bigint + (item->>'cancelled')::bigint AS known) AS sum
   WHERE NOT ledger.balanced AND (item->>'accepted')::bigint <> known
   LIMIT 10`;
