// The process that reads files, so that a hostile or broken one harms nothing else. It has no secrets in its
// environment, answers one request at a time over IPC, and ends when the service does.
import { Worker } from 'node:worker_threads';
import { UnreadableContent } from '../application/unreadable-content.js';
import type { DocumentText } from '../domain/document-text.js';
import { type FileToRead, readTextOfFile } from './read-text-of-file.js';

export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'reading' } // from here on it is the content that is to blame
  | { kind: 'text'; text: DocumentText }
  | { kind: 'unreadable'; reason: string }
  | { kind: 'failed'; error: string }; // not the content's fault

// Ctrl-C reaches the whole group; the service decides when its readers end.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));
// A parser may leave a promise behind that nobody waits for; the answer does not depend on it.
process.on('unhandledRejection', () => undefined);

process.on('message', (file: FileToRead) => {
  send({ kind: 'reading' });
  void answer(file).then(send);
});

const [parent, megabytes] = process.argv.slice(2).map(Number);
new Worker(new URL('./watchdog.js', import.meta.url), { workerData: { parent, megabytes } })
  .on('online', () => send({ kind: 'ready' }))
  .unref();

async function answer(file: FileToRead): Promise<WorkerMessage> {
  try {
    return { kind: 'text', text: await readTextOfFile(file) };
  } catch (error) {
    if (error instanceof UnreadableContent) return { kind: 'unreadable', reason: error.message };
    return { kind: 'failed', error: String(error).slice(0, 500) };
  }
}

function send(message: WorkerMessage): void {
  process.send?.(message, () => undefined);
}
