/** Sound may begin like this as well, so it is only a hint that the content could be text. */
export function hasUtf16Mark(content: Uint8Array): boolean {
  return (content[0] === 0xff && content[1] === 0xfe) || (content[0] === 0xfe && content[1] === 0xff);
}

/**
 * The first `most` bytes as text: by the byte order mark; else in the charset that they declare; else UTF-8; else
 * Windows-1252. null: they are none (control characters).
 */
export function decodeText(whole: Uint8Array, most: number, declared?: string): string | null {
  const content = whole.subarray(0, most);
  const cut = whole.length > most; // then the last character may be in two
  if (hasUtf16Mark(content)) {
    const text = decoded(content, content[0] === 0xff ? 'utf-16le' : 'utf-16be', true, cut);
    return text === null || /(?!\s)\p{Cc}/u.test(text) ? null : text;
  }
  if (content.some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b))) return null;
  const hasUtf8Mark = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf;
  // Text whose declaration could be read byte by byte is not in UTF-16, whatever it says.
  const byName = declared && !hasUtf8Mark && !/^utf-?16/i.test(declared) ? decoded(content, declared) : null;
  return byName ?? decoded(content, 'utf-8', true, cut) ?? decoded(content, 'windows-1252');
}

/**
 * null: the bytes are not of this encoding, or nobody knows it. As a stream by default: without, Node 20 takes
 * Windows-1252 for ISO 8859-1 and loses the euro sign.
 */
function decoded(content: Uint8Array, encoding: string, fatal = false, stream = true): string | null {
  try {
    return new TextDecoder(encoding, { fatal }).decode(content, { stream });
  } catch {
    return null;
  }
}
