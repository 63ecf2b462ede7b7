/** What answers show in the place of a secret. Sent back in a change, it means the secret that is there. */
export const SECRET_MASK = '***';
