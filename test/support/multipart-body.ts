export interface Part {
  name: string;
  /** Makes it a file part. */
  filename?: string;
  type?: string;
  content: string | Uint8Array;
}

const BOUNDARY = 'x-part-of-a-test';

/** A multipart/form-data body to the byte: `FormData` would rewrite line ends and quote names in its own way. */
export function multipartBody(parts: Part[]): { body: Buffer<ArrayBuffer>; headers: Record<string, string> } {
  const chunks = parts.flatMap(({ name, filename, type, content }) => [
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"`,
    filename === undefined ? '' : `; filename="${filename}"`,
    type === undefined ? '' : `\r\nContent-Type: ${type}`,
    '\r\n\r\n',
    content,
    '\r\n',
  ]);
  return {
    body: Buffer.concat([...chunks, `--${BOUNDARY}--\r\n`].map((chunk) => Buffer.from(chunk as string))),
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  };
}
