/** Where an S3-compatible store is: `s3://bucket/prefix?endpoint=…&region=…&path_style=true`. */
export interface S3Location {
  bucket: string;
  /** Empty, or ending in a slash. */
  prefix: string;
  endpoint: string | undefined;
  region: string | undefined;
  pathStyle: boolean;
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX = /^[\w.\-/]*$/;
const KNOWN = ['endpoint', 'region', 'path_style'];

/** @throws Error that says what is wrong, without the address: someone may have put a secret into it */
export function s3Location(url: URL): S3Location {
  if (url.username !== '' || url.password !== '') {
    throw new Error('must not hold credentials: give them as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  }
  if (!BUCKET.test(url.host)) throw new Error('must name a bucket: s3://bucket/prefix');
  const path = url.pathname.replace(/^\/+|\/+$/g, '');
  if (!PREFIX.test(path)) throw new Error('has a prefix with characters other than letters, digits and ._-/');
  for (const name of url.searchParams.keys()) {
    if (!KNOWN.includes(name)) throw new Error(`takes ${KNOWN.join(', ')} only after the question mark`);
  }
  const endpoint = url.searchParams.get('endpoint') ?? undefined;
  if (endpoint !== undefined && !/^https?:\/\/[^/@?#]+\/?$/.test(endpoint)) {
    throw new Error('needs an endpoint such as https://s3.example.com');
  }
  const pathStyle = url.searchParams.get('path_style') ?? String(endpoint !== undefined);
  if (!['true', 'false'].includes(pathStyle)) throw new Error('needs path_style to be true or false');
  return {
    bucket: url.host,
    prefix: path === '' ? '' : `${path}/`,
    endpoint,
    region: url.searchParams.get('region') ?? undefined,
    pathStyle: pathStyle === 'true',
  };
}
