import type { DocumentText } from '../domain/document-text.js';

/** Gets the readable text out of a file. */
export abstract class TextReader {
  /**
   * `path` is absolute. The kind of content is decided from its bytes; `mimeType` and `filename` are what the
   * sender said, and not trusted. An aborted `signal` ends the reading at once.
   * @throws {UnreadableContent} the content is damaged, encrypted, unsupported, or costs too much time or memory
   * @throws anything else when reading may succeed on another try
   */
  abstract read(
    file: { path: string; mimeType: string; filename: string },
    signal?: AbortSignal,
  ): Promise<DocumentText>;
}
