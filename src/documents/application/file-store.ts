/** A file that has been received whole, but is not yet part of the store. */
export interface StagedFile {
  sha256: string;
  /** Bytes. */
  size: number;
  /** Told from the content; the name only tells apart what is all plain text. For while it is staged. */
  mimeType(filename: string): Promise<string>;
  /** Does what takes long in keeping it, for before the transaction. Without it, `keep` does it. */
  prepare(): Promise<void>;
  /** Puts it into the store, durably and atomically. Quick: for inside the transaction that needs it. */
  keep(): Promise<void>;
  /** Removes what was staged, unless it was kept. */
  discard(): Promise<void>;
}

/** Documents' contents, addressed by their SHA-256 (lower-case hex). Every method may throw files_unavailable. */
export abstract class FileStore {
  /** Reads the stream to its end, hashing as it goes; on an error of the stream nothing is left behind. */
  abstract stage(stream: AsyncIterable<Uint8Array>): Promise<StagedFile>;
  /** Bytes `start` to `end` (inclusive). Rejects when the content is not there, before anything is read. */
  abstract read(sha256: string, range?: { start: number; end: number }): Promise<AsyncIterable<Uint8Array>>;
  /** Lends a readable path on this machine, perhaps of a copy: not to be written to, nor used afterwards. */
  abstract withLocalPath<T>(sha256: string, use: (path: string) => Promise<T>): Promise<T>;
  /** The contents that were kept before that time. */
  abstract kept(before: Date): AsyncIterable<string>;
  abstract remove(sha256: string): Promise<void>;
  /** Removes what was being received and has not grown since that time: its process was killed. @returns how many */
  abstract removeAbandoned(before: Date): Promise<number>;
  /** Looks whether the store answers (remembered for some seconds). @returns undefined when it does */
  abstract failingSince(): Promise<Date | undefined>;
}
