/** A file that was taken out of a hot folder and belongs to this process. */
export interface Claim {
  /** The source key of its item: it stays the same, whoever takes the claim over. */
  id: string;
  /** Absolute: the claim's own folder below `.processing/`. */
  folder: string;
  /** Where the file lay in the hot folder, with `/` between the names; so it lies in the claim's folder. */
  path: string;
  /** A sidecar was there when the file was taken. */
  hasSidecar: boolean;
}
