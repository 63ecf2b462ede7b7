export abstract class IntakeLimits {
  abstract readonly maxFileBytes: number;
}
