import { readdir, readFile } from 'node:fs/promises';

/** The processes in whose command line or environment the text stands. Needs /proc; elsewhere it finds none. */
export async function processesOf(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    const read = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
    const commandLine = await read('cmdline');
    if ((commandLine + (await read('environ'))).includes(text)) found.push(`${pid} ${commandLine}`);
  }
  return found;
}
