/** Constraints and unique indexes that the delivery of every event rests on: there, and valid. */
export const FIND_WEAK_SCHEMA = `
  SELECT wanted.name AS subject, wanted.name || ' is missing or not valid' AS detail
    FROM (VALUES ('pk_webhook_deliveries'), ('uq_webhook_deliveries_revision'), ('uq_webhook_deliveries_event'),
                 ('pk_webhook_claims'), ('uq_webhook_parked_event'), ('pk_outbox_events')) AS wanted (name)
   WHERE NOT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass(wanted.name) AND indisunique AND indisvalid)
  UNION ALL
  SELECT wanted.name, wanted.name || ' is missing or not validated'
    FROM (VALUES ('ck_webhook_claims_open', 'webhook_claims'),
                 ('ck_webhook_endpoint_states_gate_until', 'webhook_endpoint_states')) AS wanted (name, relation)
   WHERE NOT EXISTS (SELECT FROM pg_constraint
                      WHERE conrelid = to_regclass(wanted.relation) AND conname = wanted.name AND convalidated)
  UNION ALL
  SELECT 'due_at', 'webhook_deliveries.due_at may be null'
   WHERE NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('webhook_deliveries')
                        AND attname = 'due_at' AND attnotnull)`;
