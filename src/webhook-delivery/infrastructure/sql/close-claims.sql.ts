/**
 * For a WITH: takes what `closed` returns (claim_token, endpoint_id) off the claims, and removes those of which nothing
 * is open any more. Which of the two is decided on locked rows: whoever takes over the rest of a claim does it, too.
 */
export const closeClaims = (closed: string): string => `
  closing AS MATERIALIZED (
    SELECT claim.claim_token, claim.endpoint_id, claim.open - closed.count AS open
      FROM (SELECT claim_token, endpoint_id, count(*) AS count FROM ${closed} GROUP BY claim_token, endpoint_id) AS closed
      JOIN webhook_claims AS claim
        ON claim.claim_token = closed.claim_token AND claim.endpoint_id = closed.endpoint_id
     ORDER BY claim.claim_token, claim.endpoint_id FOR UPDATE OF claim
  ), reduced AS (
    UPDATE webhook_claims AS claim SET open = closing.open FROM closing
     WHERE claim.claim_token = closing.claim_token AND claim.endpoint_id = closing.endpoint_id AND closing.open > 0
  ), ended AS (
    DELETE FROM webhook_claims AS claim USING closing
     WHERE claim.claim_token = closing.claim_token AND claim.endpoint_id = closing.endpoint_id AND closing.open <= 0
  )`;
