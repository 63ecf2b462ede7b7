/** What a model said is not what it was asked for. The message is for people, and for the model. */
export class InvalidAnswer extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'InvalidAnswer';
  }
}
