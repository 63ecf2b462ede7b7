import { prepared } from '../../../shared/database/prepared.js';

/** $1 endpoint ids. A previous secret goes on signing until it expires. */
export const LOAD_TARGETS = prepared(`
  SELECT id, url, auth_type AS "authType", auth_name AS "authName", auth_sealed AS "authSealed",
         headers_sealed AS "headersSealed", secret_sealed AS "secretSealed",
         CASE WHEN previous_secret_expires_at > now() THEN previous_secret_sealed END AS "previousSecretSealed"
    FROM webhook_endpoints
   WHERE id = ANY($1::integer[]) AND deleted_at IS NULL`);
