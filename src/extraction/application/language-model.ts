export interface ModelQuestion {
  instructions: string;
  /** The document: its text, and pictures of its pages (JPEG). */
  text: string;
  pictures: Uint8Array[];
  /** A JSON schema, to which the answer should keep. */
  schema: object;
}

/** Answers questions about documents. */
export abstract class LanguageModel {
  /** What it is called, for people. */
  abstract readonly name: string;
  /**
   * Gives what `accept` makes of an answer. When it throws `InvalidAnswer`, the model is asked again, as far as the
   * budget allows.
   * @throws {ModelUnavailable} when there is none, within the time, requests and tokens that a document may take
   */
  abstract ask<T>(question: ModelQuestion, accept: (answer: unknown) => T, signal?: AbortSignal): Promise<T>;
}
