import { dateTime, relativeTime } from '../format.js';

/** How far away something is, and exactly when for who points at it. `isDue`: what is past is to happen now. */
export function Moment({ at, isDue = false }: { at: string; isDue?: boolean }) {
  const now = Date.now();
  return (
    <time dateTime={at} title={dateTime(at)}>
      {isDue && Date.parse(at) <= now ? 'now' : relativeTime(at, now)}
    </time>
  );
}
