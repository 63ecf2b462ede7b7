// Each takes a table, or a query in parentheses, and adds what its rows count (sign 1), or takes it away (sign -1).

export function countEvents(rows: string, sign: 1 | -1): string {
  return addAccepted(`SELECT unnest(endpoint_ids) AS endpoint_id FROM ${rows} AS event`, sign);
}

export function countExtraDeliveries(rows: string, sign: 1 | -1): string {
  return addAccepted(`SELECT endpoint_id FROM ${rows} AS delivery`, sign);
}

export function countEventsWithoutEndpoint(rows: string, sign: 1 | -1): string {
  return `UPDATE webhook_ledger_event_totals SET events_without_endpoint = events_without_endpoint
            + ${sign} * (SELECT count(*) FROM ${rows} AS event WHERE endpoint_ids = '{}')`;
}

export function countDeliveries(rows: string, sign: 1 | -1): string {
  return `
    INSERT INTO webhook_ledger_totals AS totals (endpoint_id, delivered, superseded, cancelled)
    SELECT endpoint_id, ${sign} * count(*) FILTER (WHERE state = 'delivered'),
           ${sign} * count(*) FILTER (WHERE state = 'superseded'),
           ${sign} * count(*) FILTER (WHERE state = 'cancelled')
      FROM ${rows} AS delivery GROUP BY endpoint_id
    ON CONFLICT (endpoint_id) DO UPDATE SET delivered = totals.delivered + excluded.delivered,
       superseded = totals.superseded + excluded.superseded, cancelled = totals.cancelled + excluded.cancelled`;
}

function addAccepted(endpointIds: string, sign: 1 | -1): string {
  return `
    INSERT INTO webhook_ledger_totals AS totals (endpoint_id, accepted)
    SELECT endpoint_id, ${sign} * count(*) FROM (${endpointIds}) AS each GROUP BY endpoint_id
    ON CONFLICT (endpoint_id) DO UPDATE SET accepted = totals.accepted + excluded.accepted`;
}
