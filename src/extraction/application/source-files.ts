/** The stored contents of documents. */
export abstract class SourceFiles {
  /** An absolute local path at which the content can be read. `sha256`: 64 lower-case hex digits. */
  abstract localPath(sha256: string): Promise<string>;
}
