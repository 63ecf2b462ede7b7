/** Where the application lives, with a slash at its end: '/' or, for example, '/records/'. */
const ROOT = new URL(document.baseURI).pathname;

/** The address of a path of ours, which begins with a slash: for links, and for what is fetched. */
export function to(path: string): string {
  return ROOT + path.slice(1);
}

/** The path of an address, without where the application lives; undefined for what is not ours. */
export function pathOf(url: URL): string | undefined {
  if (url.origin !== location.origin) return undefined;
  if (url.pathname.startsWith(ROOT)) return `/${url.pathname.slice(ROOT.length)}`;
  return url.pathname; // reached past the proxy that adds the path
}
