import { readFileSync } from 'node:fs';

/** The most that a process had resident; null where the system does not tell. @param {number} pid */
export function peakMemoryMb(pid) {
  try {
    const [, kb] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    return null;
  }
}
