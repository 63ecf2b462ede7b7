/** Logos and icons of signatures are rarely larger, pages that somebody pasted into a mail rarely smaller. Bytes. */
const MAX_DECORATION_BYTES = 64 * 1024;

export interface MailImage {
  contentType: string;
  /** Without angle brackets. */
  contentId: string | undefined;
  /** Bytes, decoded. */
  size: number;
}

/**
 * Whether it is a picture that only adorns the text of a mail: the HTML body shows it by its `cid:`, and it is small.
 * All three must be so: documents, too, are sent as `inline`, and programs give ids to what nothing refers to.
 */
export function isDecoration(image: MailImage, html: string): boolean {
  const { contentType, contentId, size } = image;
  if (!contentType.toLowerCase().startsWith('image/') || size > MAX_DECORATION_BYTES) return false;
  return contentId !== undefined && shownIds(html).has(contentId);
}

function shownIds(html: string): Set<string> {
  const ids = new Set<string>();
  for (const [, id = ''] of html.matchAll(/\bcid:([^"'\s<>)]{1,1000})/gi)) ids.add(id).add(unescaped(id));
  return ids;
}

function unescaped(id: string): string {
  try {
    return decodeURIComponent(id.replaceAll('&amp;', '&'));
  } catch {
    return id;
  }
}
