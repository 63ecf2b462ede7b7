/** The stored contents of documents. */
export abstract class SourceFiles {
  /** An absolute local path at which the content can be read. `sha256`: 64 lower-case hex digits. */
  abstract localPath(sha256: string): Promise<string>;
  /** Gives the path back: it may be that of a copy. */
  abstract release(path: string): Promise<void>;
}
