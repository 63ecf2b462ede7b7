/** While it is on nothing is claimed and retry clocks stand, in every process; everything is kept. */
export abstract class OfflineMode {
  abstract isOn(): Promise<boolean>;
  /** Switching it to what it is already changes nothing. */
  abstract switch(on: boolean): Promise<void>;
}
