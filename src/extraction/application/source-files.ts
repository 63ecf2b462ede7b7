/** Where document contents can be read. */
export abstract class SourceFiles {
  /**
   * Lends an absolute local path at which the content can be read, until `use` has settled. `sha256`: 64 lower-case
   * hex digits. @throws files_unavailable, of kind `unavailable`
   */
  abstract withLocalPath<T>(sha256: string, use: (path: string) => Promise<T>): Promise<T>;
}
