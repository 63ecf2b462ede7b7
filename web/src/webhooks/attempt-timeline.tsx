import type { DeliveryDetailResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { dateTime } from '../format.js';
import { Moment } from './moment.js';

/** Every attempt, oldest first, and when the next one is. */
export function AttemptTimeline({ delivery }: { delivery: DeliveryDetailResponse }) {
  const { attempts_log: log, next_attempt_at: next } = delivery;
  const isDue = next !== null && Date.parse(next) <= Date.now();
  return (
    <section class="card" aria-labelledby="attempts-title">
      <header>
        <h2 id="attempts-title">Attempts</h2>
      </header>
      <div class="card-body">
        {log.length === 0 && next === null && <p class="soft">No attempt was made.</p>}
        <ol class="timeline">
          {log.map((attempt) => {
            const { status_code: status, error, duration_ms: took, response_excerpt: excerpt } = attempt;
            const isGood = status !== null && status >= 200 && status < 300;
            return (
              <li key={`${attempt.attempt} ${attempt.started_at}`} class={isGood ? 'good' : 'bad'}>
                <strong>{status === null ? (error ?? 'no answer yet') : `status ${status}`}</strong>
                {took !== null && <span class="soft"> in {took} ms</span>}
                <div class="soft small-text">
                  Attempt {attempt.attempt},{' '}
                  <time dateTime={attempt.started_at}>{dateTime(attempt.started_at)}</time>, by{' '}
                  {attempt.worker}
                </div>
                {status !== null && error !== null && <div class="small-text">{error}</div>}
                {excerpt !== null && excerpt !== '' && (
                  <pre class="answer" tabIndex={0} aria-label={`Answer to attempt ${attempt.attempt}`}>
                    {excerpt}
                  </pre>
                )}
              </li>
            );
          })}
          {next !== null && (
            <li>
              Next attempt{' '}
              {isDue ? (
                'as soon as the endpoint can be reached and nothing holds it back'
              ) : (
                <Moment at={next} />
              )}
              <div class="soft small-text">{dateTime(next)}</div>
            </li>
          )}
        </ol>
      </div>
    </section>
  );
}
