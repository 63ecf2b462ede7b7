/** $1 ids of new deliveries. Those whose event is parked there after all: at most one unfinished for each. */
export const TAKE_BACK_COPIES = `
  WITH taken AS (
    DELETE FROM webhook_deliveries AS copy USING webhook_parked_deliveries AS parked
     WHERE copy.delivery_id = ANY ($1::uuid[]) AND parked.endpoint_id = copy.endpoint_id
       AND parked.event_id = copy.event_id
    RETURNING copy.delivery_id
  )
  DELETE FROM webhook_extra_deliveries WHERE delivery_id IN (SELECT delivery_id FROM taken)`;
