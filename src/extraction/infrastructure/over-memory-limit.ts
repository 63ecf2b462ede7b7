/** The watchdog's last words, by which the service tells this end of a process from any other kill. */
export const OVER_MEMORY_LIMIT = 'reading process: over its memory limit';
