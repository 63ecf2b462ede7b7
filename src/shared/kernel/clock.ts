/** The time of day for the domain. The queues use the database's clock instead. */
export abstract class Clock {
  abstract now(): Date;
}
