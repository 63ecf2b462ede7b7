export type WebhookErrorCode =
  | 'header_missing'
  | 'timestamp_malformed'
  | 'timestamp_out_of_tolerance'
  | 'signature_wrong'
  | 'body_malformed';

/** The request is not to be trusted: answer 401, or 400 for `body_malformed`. The message says what to look at. */
export class WebhookError extends Error {
  constructor(
    readonly code: WebhookErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'WebhookError';
  }
}
