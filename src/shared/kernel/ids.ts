/** Makes the ids that are not database identities: UUIDv7, so that they sort by the time they were made. */
export abstract class Ids {
  abstract next(): string;
}
