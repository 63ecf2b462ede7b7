import { requestKey } from './documents/request-key.js';

/**
 * A form as it is sent. Browsers do it themselves, and write a quotation mark in a file's name as `%22`, which a name
 * could hold as well: what is percent-encoded here says so.
 */
export function multipartOf(form: FormData): Blob {
  const boundary = requestKey(); // no file holds it
  const parts: BlobPart[] = [];
  for (const [name, value] of form) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`;
    if (typeof value === 'string') parts.push(`${head}\r\n\r\n`, value, '\r\n');
    else {
      const type = value.type || 'application/octet-stream';
      parts.push(
        `${head}; filename*=UTF-8''${encoded(value.name)}\r\nContent-Type: ${type}\r\n\r\n`,
        value,
        '\r\n',
      );
    }
  }
  return new Blob([...parts, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}

/** RFC 8187. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
