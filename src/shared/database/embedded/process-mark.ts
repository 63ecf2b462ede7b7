import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What a process has for life and no later process of the same pid shares: when it started. Undefined when no
 * such process runs; a zombie, which only waits for its parent to notice, does not run.
 */
export function processMark(pid: number): string | undefined {
  try {
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return linuxMark(pid, bootId);
  } catch {
    const words = ['LC_ALL=C', 'TZ=UTC', 'ps', '-o', 'stat=,lstart=', '-p', String(pid)];
    const ps = spawnSync('env', words, { encoding: 'utf8' }); // the same words for everybody who asks
    const [state, ...started] = (ps.stdout ?? '').trim().split(/\s+/);
    return state && !state.startsWith('Z') ? started.join('_') : undefined;
  }
}

function linuxMark(pid: number, bootId: string): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // proc_pid_stat(5): the name may hold anything, so count from its last bracket. Fields 3 and 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return /^[ZX]/.test(fields[0] ?? '') ? undefined : `${bootId}_${fields[19]}`;
}
