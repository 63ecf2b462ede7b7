/** While it is on nothing is claimed and retry clocks stand, in every process; everything is kept. */
export abstract class OfflineMode {
  abstract isOn(): Promise<boolean>;
  /** @returns whether it was not so already; then nothing changes */
  abstract switch(on: boolean): Promise<boolean>;
}
