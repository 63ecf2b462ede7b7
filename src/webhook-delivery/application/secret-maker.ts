export abstract class SecretMaker {
  /** A new signing secret, `whsec_…`. */
  abstract next(): string;
}
