import { QUEUE_CLOCK } from './queue-clock.sql.js';

/**
 * $1 a JSON array of states. Only written when there is something to count or to forget: a healthy endpoint's row never
 * is. Where no delay is given the next probe stays where it was.
 */
export const SAVE_HEALTH = `
  UPDATE webhook_endpoint_states AS state
     SET gate = health.gate, consecutive_failures = health."consecutiveFailures", last_failure = health."lastFailure",
         refused_documents = ARRAY(SELECT json_array_elements_text(health."refusedDocuments")::integer),
         probe_interval_ms = health."probeIntervalMs", pause_ms = health."pauseMs",
         last_probed_document = health."lastProbedDocument", ramp = health.ramp, announced = health.announced,
         gate_until = CASE WHEN health.gate IN ('open', 'paused')
                           THEN coalesce(${QUEUE_CLOCK} + health."gateDelayMs" * interval '1 millisecond', state.gate_until) END,
         last_delivered_at = CASE WHEN health.delivered THEN now() ELSE state.last_delivered_at END
    FROM json_to_recordset($1::json) AS health ("endpointId" integer, gate text, "consecutiveFailures" integer,
           "lastFailure" text, "refusedDocuments" json, "probeIntervalMs" integer, "pauseMs" integer,
           "lastProbedDocument" integer, ramp integer, announced text, "gateDelayMs" double precision, delivered boolean)
   WHERE state.endpoint_id = health."endpointId"`;
