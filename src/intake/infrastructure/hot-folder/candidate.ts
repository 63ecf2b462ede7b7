/** A plain file in a hot folder that may be taken once it has been still for long enough. */
export interface Candidate {
  /** Below the hot folder, with `/` between the names. */
  path: string;
  /** Changes whenever the file or its sidecar does. */
  mark: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970, as the file system says. */
  modified: number;
  hasSidecar: boolean;
  /** Other names of the file (hard links), in the hot folder or anywhere else. */
  otherNames: number;
}
