import { render } from 'preact';
import { loadMe } from './api.js';
import { App, findRoute } from './app.js';
import { isFramed } from './is-framed.js';
import { ProblemBox } from './parts/problem-box.js';
import { Problem } from './problem.js';
import { startRouter } from './router.js';
import './styles/base.css';

const root = document.getElementById('app') as HTMLElement;

async function start(): Promise<void> {
  try {
    const me = await loadMe();
    startRouter((path) => findRoute(path) !== undefined);
    render(<App me={me} />, root);
  } catch (error) {
    const problem = error instanceof Problem ? error : new Problem(String(error), 0, 'defect');
    render(
      <main>
        <ProblemBox problem={problem} retry={start} />
      </main>,
      root,
    );
  }
}

// A page that the browser kept, shown again after somebody signed out.
window.addEventListener('pageshow', (event) => {
  if (event.persisted && !isFramed) location.reload();
});
void start();
