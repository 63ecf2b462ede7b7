// `npm run users -- add|password|list`: accounts of the service whose settings are here. It may be running meanwhile.
import { existsSync } from 'node:fs';
import { ensureBuilt } from './build.mjs';

if (existsSync('.env')) process.loadEnvFile('.env');
await ensureBuilt();
await import(new URL('../dist/src/users.js', import.meta.url).href);
