import type { TestWebhookResponse } from '../../../clients/typescript/src/generated/types.gen.js';

/** What the receiver said to a test. */
export function TestResult({ result }: { result: TestWebhookResponse }) {
  const { ok, status_code: status, duration_ms: took, error, response_excerpt: excerpt } = result;
  return (
    <section class="card" aria-labelledby="test-title" role="status">
      <header>
        <h2 id="test-title">Test</h2>
        <span class={`badge ${ok ? 'green' : 'red'}`}>{ok ? 'Arrived' : 'Failed'}</span>
      </header>
      <div class="card-body">
        <p>
          {status === null
            ? `There was no answer (${error ?? 'no reason known'}).`
            : `The receiver answered with the status ${status} in ${took} ms.`}
          {!ok && ' Look at the address, and at what the receiver logs.'}
        </p>
        {excerpt !== null && excerpt !== '' && (
          <pre class="answer" tabIndex={0} aria-label="Its answer">
            {excerpt}
          </pre>
        )}
      </div>
    </section>
  );
}
