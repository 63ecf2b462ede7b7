import type { Problem } from '../problem.js';
import { to } from '../address.js';
import { useSignInState } from '../sign-in-state.js';

/** What went wrong, and what helps. */
export function ProblemBox({ problem, retry }: { problem: Problem; retry?: () => unknown }) {
  const isSaidAlready = useSignInState() !== 'in';
  if (problem.status === 401 && isSaidAlready) return null;
  return (
    <div class="problem" role="alert">
      <p>{problem.message}</p>
      {problem.fields.length > 0 && (
        <ul>
          {problem.fields.map(({ pointer, message }) => (
            <li key={pointer}>
              {pointer === '' ? '' : `${pointer.slice(1).replaceAll('/', ' › ').replaceAll('_', ' ')}: `}
              {message}
            </li>
          ))}
        </ul>
      )}
      <p class="actions">
        {problem.status === 401 && (
          <a href={to('/login')} target="_blank" rel="noopener">
            Sign in in a new tab
          </a>
        )}
        {retry && (
          <button type="button" onClick={() => void retry()}>
            Try again
          </button>
        )}
      </p>
      {problem.requestId !== null && problem.status >= 500 && <p class="soft">Request {problem.requestId}</p>}
    </div>
  );
}
