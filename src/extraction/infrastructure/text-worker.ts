// The process that reads files and understands their texts, so that a hostile or broken one harms nothing else. It
// has no secrets in its environment, answers one request at a time over IPC, and ends when the service does.
import { setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';
import { UnreadableContent } from '../application/unreadable-content.js';
import type { DocumentText } from '../domain/document-text.js';
import type { Extraction } from '../domain/extraction.js';
import { DeterministicExtractionEngine } from './deterministic-extraction-engine.js';
import type { PagesToDraw } from './draw-pages.js';
import type { FileReading } from './file-reading.js';
import type { LanguageData } from './language-data.js';
import { type PageToRecognise, PageRecogniser } from './page-recogniser.js';
import { type FileToRead, readTextOfFile } from './read-text-of-file.js';
import type { RecognisedPage } from './recognised-page.js';
import { withFewerWords } from './with-fewer-words.js';

export type WorkerRequest =
  | { kind: 'read'; file: FileToRead }
  | { kind: 'recognise'; page: PageToRecognise }
  | { kind: 'draw'; pages: PagesToDraw }
  | { kind: 'understand'; text: DocumentText; profile: ExtractionProfile };

export type WorkerAnswer = FileReading | RecognisedPage | Uint8Array[] | Extraction;

export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'begun' } // from here on it is the content that is to blame
  | { kind: 'answer'; answer: WorkerAnswer }
  | { kind: 'unreadable'; reason: string }
  | { kind: 'failed'; error: string }; // not the content's fault

// Ctrl-C reaches the whole group; the service decides when its readers end.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));
// A parser may leave a promise behind that nobody waits for; the answer does not depend on it.
process.on('unhandledRejection', () => undefined);

const engine = new DeterministicExtractionEngine();
const [parent, megabytes] = process.argv.slice(2, 4).map(Number);
const languages = JSON.parse(process.argv[4] ?? '[]') as LanguageData[];
const pages = new PageRecogniser(languages);
if (languages.length > 0) setPriority(5); // a page takes a core for a second, which the service should not miss; 10 starves on a busy machine

process.on('message', (request: WorkerRequest) => {
  send({ kind: 'begun' });
  void answer(request).then(send);
});

new Worker(new URL('./watchdog.js', import.meta.url), { workerData: { parent, megabytes } })
  .on('online', () => send({ kind: 'ready' }))
  .unref();

async function answer(request: WorkerRequest): Promise<WorkerMessage> {
  try {
    return { kind: 'answer', answer: await answerOf(request) };
  } catch (error) {
    if (error instanceof UnreadableContent) return { kind: 'unreadable', reason: error.message };
    return { kind: 'failed', error: briefly(error) };
  }
}

function answerOf(request: WorkerRequest): Promise<WorkerAnswer> {
  if (request.kind === 'read') return read(request.file);
  if (request.kind === 'recognise') return recognise(request.page);
  if (request.kind === 'draw') return draw(request.pages);
  return understand(request);
}

async function read(file: FileToRead): Promise<FileReading> {
  const reading = await readTextOfFile(file);
  return reading.text ? { text: withFewerWords(reading.text), pictures: null } : reading;
}

async function draw(pages: PagesToDraw): Promise<Uint8Array[]> {
  try {
    return await (await import('./draw-pages.js')).drawPages(pages);
  } catch (error) {
    throw new UnreadableContent(`Its pages could not be drawn (${briefly(error)}).`);
  }
}

async function recognise(page: PageToRecognise): Promise<RecognisedPage> {
  try {
    return await pages.recognise(page);
  } catch (error) {
    if (error instanceof UnreadableContent) throw error;
    throw new UnreadableContent(`Its picture could not be read (${briefly(error)}).`);
  }
}

async function understand({
  text,
  profile,
}: {
  text: DocumentText;
  profile: ExtractionProfile;
}): Promise<Extraction> {
  try {
    return await engine.extract(text, profile);
  } catch (error) {
    // The rules would fail again on the same text, so another try is no use.
    throw new UnreadableContent(`The rules failed on the text (${briefly(error)}).`);
  }
}

function briefly(error: unknown): string {
  return String(error).slice(0, 500);
}

function send(message: WorkerMessage): void {
  process.send?.(message, () => undefined);
}
