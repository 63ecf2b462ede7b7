import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

const watchdog = fileURLToPath(new URL('./watchdog.mjs', import.meta.url));

export interface GuardedCommand {
  words: string[];
  /** A directory that the command finds open as descriptor 3. */
  folder: string;
  /** The file that takes what the command prints. */
  log: string;
  /** A directory to remove once the command was stopped. */
  scratch?: string | undefined;
}

export interface GuardedProcess {
  /** Settles with the exit code, when both the command and its watchdog are gone. */
  exited: Promise<number | null>;
  /** Lets this process exit while the command runs; that stops the command too. */
  unref(): void;
  /** Stops the command: SIGINT, then SIGQUIT, then SIGKILL. */
  stop(): Promise<void>;
}

/**
 * Runs a command below a watchdog: a process in a session of its own that stops the command as soon as the pipe
 * from this process ends, on purpose or because this process is gone for whatever reason.
 */
export function runGuarded({ log, ...command }: GuardedCommand): GuardedProcess {
  const output = openSync(log, 'a', 0o600);
  const child = spawn(process.execPath, [watchdog, JSON.stringify(command)], {
    cwd: '/',
    // Nothing of the service's environment: it holds secrets, and PG* variables would change the server.
    // eslint-disable-next-line no-restricted-properties -- handed on, not read as configuration
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['pipe', output, output],
    detached: true,
  });
  closeSync(output);
  const pipe = child.stdin as Socket;
  pipe.on('error', () => undefined); // the watchdog is gone; `exited` tells
  pipe.unref();
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', resolve).once('error', () => resolve(null));
  });
  return {
    exited,
    unref: () => child.unref(),
    async stop() {
      child.ref();
      pipe.end();
      await exited;
    },
  };
}
