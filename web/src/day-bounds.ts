/** The moments at which calendar days begin and are over, where the reader is. Empty: no bound. */
export function dayBounds(first: string, last: string): { since: string; until: string } {
  return { since: startOf(first, 0), until: startOf(last, 1) };
}

function startOf(day: string, daysLater: number): string {
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(day) ? `${day}T00:00:00` : NaN);
  if (Number.isNaN(date.getTime())) return '';
  date.setDate(date.getDate() + daysLater);
  return date.toISOString();
}
