/** Whether the store of the documents' files answers. */
export abstract class FileStoreHealth {
  /** @returns undefined when it does; asking often costs nothing, and never takes longer than some seconds */
  abstract failingSince(): Promise<Date | undefined>;
}
