/** The source does not let itself be read at the moment. Not the fault of the service, nor for ever. */
export class ArrivalUnreadable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ArrivalUnreadable';
  }
}
