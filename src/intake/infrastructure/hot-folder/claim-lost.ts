/** The claimed file is not there any more: another process has taken the claim over, or somebody took the file away. */
export class ClaimLost extends Error {
  constructor(path: string) {
    super(`${path} is not in .processing any more`);
    this.name = 'ClaimLost';
  }
}
