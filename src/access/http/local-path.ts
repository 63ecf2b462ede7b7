const MAX_LENGTH = 2000;

/**
 * A path on this host, in its normal form, or undefined: never one that a browser would take for another host.
 * Browsers read `\` as `/` and skip tabs and line breaks, so `/\evil` and `/<tab>/evil` are `//evil`, and so is
 * `/.//evil` once it is resolved (https://url.spec.whatwg.org/#concept-basic-url-parser).
 */
export function localPath(given: string | null | undefined): string | undefined {
  if (given === null || given === undefined || given.length > MAX_LENGTH) return undefined;
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (!given.startsWith('/') || /[\\\u0000-\u001f\u007f]/.test(given)) return undefined;
  const here = 'http://here.invalid';
  if (!URL.canParse(given, here)) return undefined;
  const { origin, pathname, search, hash } = new URL(given, here);
  return origin === here && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : undefined;
}
