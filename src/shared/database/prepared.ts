const names = new Map<string, string>();

/**
 * Marks a statement that each session shall parse and plan only once: for what runs many times a second and is long
 * enough for that to cost more than the execution. Its result columns must be listed one by one: a session keeps the
 * first result type that it has seen.
 */
export function prepared(sql: string): string {
  names.set(sql, `recordengine_${names.size + 1}`);
  return sql;
}

/** The name under which a session keeps the statement; undefined for all others. */
export const preparedName = (sql: string): string | undefined => names.get(sql);
