import { ValidateIf } from 'class-validator';

/** Unlike `IsOptional`, it lets the member's rules refuse null. */
export const MayBeAbsent = (): PropertyDecorator =>
  ValidateIf((_: object, value: unknown) => value !== undefined);
