import { describe, expect, it } from '@jest/globals';
import { s3Location } from './s3-location.js';

describe('s3Location', () => {
  it('reads an address of AWS', () => {
    expect(s3Location(new URL('s3://my-bucket/a/b/?region=eu-central-1'))).toEqual({
      bucket: 'my-bucket',
      prefix: 'a/b/',
      endpoint: undefined,
      region: 'eu-central-1',
      pathStyle: false,
    });
    expect(s3Location(new URL('s3://my-bucket'))).toMatchObject({ prefix: '', region: undefined });
  });

  it('names the bucket in the path where there is an endpoint, unless told otherwise', () => {
    const at = 's3://my-bucket/x?endpoint=https://s3.example.com:9000';
    expect(s3Location(new URL(at))).toMatchObject({
      endpoint: 'https://s3.example.com:9000',
      pathStyle: true,
    });
    expect(s3Location(new URL(`${at}&path_style=false`))).toMatchObject({ pathStyle: false });
  });

  it.each([
    ['s3://key:topsecret@my-bucket/x', 'credentials'],
    ['s3:///x', 'bucket'],
    ['s3://my-bucket/a%20b', 'prefix'],
    ['s3://my-bucket/x?secret=topsecret', 'region'],
    ['s3://my-bucket/x?endpoint=https://key:topsecret@s3.example.com', 'endpoint'],
    ['s3://my-bucket/x?path_style=yes', 'path_style'],
  ])('refuses %s and repeats nothing of it', (address, reason) => {
    const refused = (): unknown => s3Location(new URL(address));
    expect(refused).toThrow(reason);
    expect(refused).not.toThrow('topsecret');
  });
});
