import { cpus, release, totalmem, type } from 'node:os';

/** What the numbers depend on. */
export function describeMachine() {
  const [cpu] = cpus();
  return {
    cpu: `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${type()} ${release().split('.').slice(0, 2).join('.')}`, // the rest is a name of its builder's
    node: process.version,
  };
}
