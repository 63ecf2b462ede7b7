import { describe, expect, it } from '@jest/globals';
import { multipartOf } from './multipart-of.js';

describe('A form as it is sent', () => {
  it('is read again with every sign of its files’ names and contents', async () => {
    const name = `"a" %22 (b)*'\r\n漢.pdf`;
    const form = new FormData();
    form.set('contact_id', '7');
    form.set('external_refs', new Blob(['{\n"a":1.0}']));
    form.set('file', new File([new Uint8Array([0, 13, 10, 255])], name, { type: 'application/pdf' }));
    const body = multipartOf(form);
    const text = Buffer.from(await body.arrayBuffer()).toString('latin1');
    const [, boundary = ''] = /^multipart\/form-data; boundary=(.+)$/.exec(body.type) ?? [];
    expect(text.split(`--${boundary}`)).toEqual([
      '',
      '\r\nContent-Disposition: form-data; name="contact_id"\r\n\r\n7\r\n',
      `\r\nContent-Disposition: form-data; name="external_refs"; filename*=UTF-8''blob\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n{\n"a":1.0}\r\n',
      expect.stringMatching(
        /name="file"; filename\*=UTF-8''\S+\r\nContent-Type: application\/pdf\r\n\r\n\0\r\n\xff\r\n$/,
      ),
      '--\r\n',
    ]);
    const [, encoded = ''] = /name="file"; filename\*=UTF-8''(\S+)/.exec(text) ?? [];
    expect(encoded).not.toMatch(/["'()*]/);
    expect(decodeURIComponent(encoded)).toBe(name);
  });
});
