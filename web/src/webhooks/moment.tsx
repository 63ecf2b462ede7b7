import { dateTime, relativeTime } from '../format.js';

/** How far away something is, and exactly when for who points at it. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={dateTime(at)}>
      {relativeTime(at, Date.now())}
    </time>
  );
}
