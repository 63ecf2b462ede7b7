/** A model gave no answer that can be used. The message is shown to people, and holds nothing secret. */
export class ModelUnavailable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ModelUnavailable';
  }
}
