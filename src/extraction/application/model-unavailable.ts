/** A model gave no answer that can be used. The message is shown to people, and holds nothing secret. */
export class ModelUnavailable extends Error {
  /** Its server does not answer, or only that it cannot now: other documents would fare no better. */
  readonly isDown: boolean;

  constructor(reason: string, { isDown = false }: { isDown?: boolean } = {}) {
    super(reason);
    this.name = 'ModelUnavailable';
    this.isDown = isDown;
  }
}
