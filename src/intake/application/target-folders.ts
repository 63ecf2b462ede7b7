/** What intake asks about folders. */
export abstract class TargetFolders {
  /** The id of the contact's folder of that name; undefined when there is none, or no such contact. */
  abstract idByName(contactId: number, name: string): Promise<number | undefined>;
}
