/** Answers with which a store says that the same request may succeed later. */
const LATER = [408, 425, 429];

/**
 * What went wrong between us and an S3-compatible store. Of what the store says, only the name of the error is told
 * on: its texts may repeat the request, with the key's id and the signature.
 */
export class S3Trouble {
  readonly #name: string;
  readonly #code: string | undefined;
  readonly #message: string | undefined;
  readonly #status: number | undefined;

  constructor(error: unknown) {
    const { name, code, message, $metadata } = (error ?? {}) as {
      name?: string;
      code?: string;
      message?: string;
      $metadata?: { httpStatusCode?: number };
    };
    this.#name = name ?? 'Error';
    this.#code = code;
    this.#message = message;
    this.#status = $metadata?.httpStatusCode;
  }

  /** The store answered, and has nothing under this key. */
  get isMissingKey(): boolean {
    return this.#name === 'NoSuchKey' || this.#name === 'NotFound';
  }

  /** A request that this store was not built for. */
  get isUnknownRequest(): boolean {
    return this.#name === 'NotImplemented' || this.#status === 501;
  }

  /** Nothing that waiting would not mend: the network, or a store that is down or busy. */
  get mayPass(): boolean {
    if (this.#status !== undefined) return this.#status >= 500 || LATER.includes(this.#status);
    return this.#name !== 'CredentialsProviderError' && !this.#isOfRegion && this.#code !== 'ERR_INVALID_URL';
  }

  /** For people. Without a status it never got as far as a request. */
  get words(): string {
    if (this.#status !== undefined) return `${this.#name}, ${this.#status}`;
    return this.#name === 'Error' ? (this.#code ?? this.#message ?? 'Error') : this.#name;
  }

  get #isOfRegion(): boolean {
    return this.#message?.startsWith('Region is missing') ?? false;
  }

  /** What to do about trouble that does not pass. */
  advice(bucket: string): string {
    if (this.#name === 'NoSuchBucket') {
      return `There is no bucket "${bucket}". Create it (it may be empty), or name another one in FILES_URL.`;
    }
    if (this.#name === 'CredentialsProviderError') {
      return 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a profile or a role.';
    }
    if (this.#status === 401 || this.#status === 403) {
      return (
        `Check the credentials, and that they may GetObject, PutObject, DeleteObject and AbortMultipartUpload in ` +
        `bucket "${bucket}" and ListBucket and ListBucketMultipartUploads of it.`
      );
    }
    return 'Check bucket, endpoint, region and path_style in FILES_URL; without an endpoint a region is needed.';
  }
}
