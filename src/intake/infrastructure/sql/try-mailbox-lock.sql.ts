/** Of the session, not of a transaction: it is held while mails are fetched. $1: the mailbox. */
export const TRY_MAILBOX_LOCK = `SELECT pg_try_advisory_lock(hashtextextended('recordengine:mailbox:' || $1, 0)) AS taken`;
