/** The content cannot be read, and will not be on another try. The message is shown to people as it is. */
export class UnreadableContent extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'UnreadableContent';
  }
}
