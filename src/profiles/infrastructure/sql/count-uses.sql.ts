/** What keeps a profile from being deleted, to be told; the foreign keys would refuse it anyway. $1: its id. */
export const COUNT_USES = `
  SELECT (SELECT count(*)::integer FROM contacts WHERE default_profile_id = $1) AS contacts,
         (SELECT count(*)::integer FROM documents WHERE profile_id = $1) AS documents`;
