/** A URL for the log: paths and queries of webhook URLs often hold a secret. */
export function maskUrl(url: string): string {
  if (!URL.canParse(url)) return '***';
  const { origin, pathname, search, hash } = new URL(url);
  return pathname === '/' && search === '' && hash === '' ? origin : `${origin}/***`;
}
