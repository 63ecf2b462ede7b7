// `npm start`: builds if needed, takes the variables of `.env` that are not set already, and serves.
// `npm run start:dev` (`--watch`): builds and starts again whenever something below src/, migrations/ or web/ changes.
import { existsSync } from 'node:fs';
import { ensureBuilt } from './build.mjs';
import { whenNpmEnds } from './told-to-end.mjs';

if (existsSync('.env')) process.loadEnvFile('.env');

if (process.argv.includes('--watch')) {
  await import('./watch.mjs');
} else {
  await ensureBuilt();
  whenNpmEnds(() => process.kill(process.pid, 'SIGTERM'));
  await import(new URL('../dist/src/main.js', import.meta.url).href); // which answers signals and ends the process
}
