import { createHash } from 'node:crypto';
import { FileStore, type StagedFile } from '../../../src/documents/application/file-store.js';

/** Takes no part in transactions, as a real one does not. */
export class InMemoryFileStore extends FileStore {
  readonly contents = new Map<string, { bytes: Buffer; keptAt: Date }>();
  readonly incoming = new Map<object, { at: Date }>();

  constructor(private readonly now: () => Date = () => new Date()) {
    super();
  }

  async stage(stream: AsyncIterable<Uint8Array>): Promise<StagedFile> {
    const upload = {};
    this.incoming.set(upload, { at: this.now() });
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of stream) chunks.push(chunk);
    } catch (error) {
      this.incoming.delete(upload);
      throw error;
    }
    const bytes = Buffer.concat(chunks);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return {
      sha256,
      size: bytes.length,
      mimeType: async () => 'text/plain',
      prepare: async () => undefined,
      keep: async () => {
        this.incoming.delete(upload);
        this.contents.set(sha256, { bytes, keptAt: this.now() });
      },
      discard: async () => void this.incoming.delete(upload),
    };
  }

  async read(sha256: string, range?: { start: number; end: number }): Promise<AsyncIterable<Uint8Array>> {
    const { bytes } = this.content(sha256);
    return (async function* () {
      yield range ? bytes.subarray(range.start, range.end + 1) : bytes;
    })();
  }

  async withLocalPath<T>(sha256: string, use: (path: string) => Promise<T>): Promise<T> {
    this.content(sha256);
    return use(`/in-memory/${sha256}`);
  }

  async *kept(before: Date): AsyncGenerator<string> {
    for (const [sha256, { keptAt }] of [...this.contents]) if (keptAt < before) yield sha256;
  }

  async remove(sha256: string): Promise<void> {
    this.contents.delete(sha256);
  }

  async removeAbandoned(before: Date): Promise<number> {
    const abandoned = [...this.incoming].filter(([, { at }]) => at < before);
    for (const [upload] of abandoned) this.incoming.delete(upload);
    return abandoned.length;
  }

  async failingSince(): Promise<Date | undefined> {
    return undefined;
  }

  private content(sha256: string): { bytes: Buffer } {
    const content = this.contents.get(sha256);
    if (!content) throw new Error(`There is no content ${sha256}`);
    return content;
  }
}
