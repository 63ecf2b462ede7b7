/** A content that was received whole, but belongs to no document yet. */
export interface StagedContent {
  /** Lower-case hex. */
  sha256: string;
  /** Bytes. */
  size: number;
  mimeType(filename: string): Promise<string>;
  /** Does what takes long in keeping it. */
  prepare(): Promise<void>;
  keep(): Promise<void>;
  /** Removes it, unless it was kept. */
  discard(): Promise<void>;
}

export abstract class IncomingFiles {
  /** Reads the stream to its end; on an error of the stream nothing is left behind. */
  abstract stage(stream: AsyncIterable<Uint8Array>): Promise<StagedContent>;
}
