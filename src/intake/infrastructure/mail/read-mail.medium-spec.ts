import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Mail } from '../../application/mail.js';
import { MailKey } from './mail-key.js';
import { readMail } from './read-mail.js';

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const PDF = Buffer.from('%PDF-1.4\n\x00\xff binary', 'latin1');

function multipart(kind: string, boundary: string, ...parts: string[]): string {
  const body = parts.map((part) => `--${boundary}\n${part}\n`).join('');
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\n\n${body}--${boundary}--\n`;
}
const file = (disposition: string, type = 'application/pdf', content: string | Buffer = PDF): string =>
  `Content-Type: ${type}\nContent-Disposition: ${disposition}\nContent-Transfer-Encoding: base64\n\n${base64(content)}`;
const HEAD =
  'From: Ann Example <Ann@Example.com>\nSubject: An order\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\n';
const image = (size: number, id: string): string =>
  `Content-ID: <${id}>\n${file('inline; filename="logo.png"', 'image/png', Buffer.alloc(size, 7))}`;
const html = (text: string): string => `Content-Type: text/html; charset=utf-8\n\n${text}`;

describe('Taking a mail apart', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 're-mail-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const read = async (raw: string | Buffer): Promise<Mail> => {
    const path = join(folder, 'raw');
    await writeFile(path, typeof raw === 'string' ? raw.replace(/\r?\n/g, '\r\n') : raw);
    return readMail(path, folder, 'key');
  };
  const contentsOf = async ({ parts }: Mail): Promise<Record<string, string>> => {
    const contents: Record<string, string> = {};
    for (const part of parts) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of part.content()) chunks.push(chunk);
      contents[part.filename] = Buffer.concat(chunks).toString('latin1');
    }
    return contents;
  };
  const namesOf = ({ parts }: Mail): string[] => parts.map(({ path, filename }) => `${path} ${filename}`);

  it('makes a document of the text and of each attachment, byte for byte', async () => {
    const mail = await read(
      HEAD +
        multipart(
          'mixed',
          'b',
          'Content-Type: text/plain\n\nPlease find it attached.',
          file('attachment; filename="invoice.pdf"'),
          file('inline; filename="invoice.pdf"'),
        ),
    );
    expect(mail).toMatchObject({
      ...{ from: ['ann@example.com'], fromText: '"Ann Example" <Ann@Example.com>', subject: 'An order' },
      problem: undefined,
    });
    expect(await contentsOf(mail)).toEqual({
      'An order.txt': 'Please find it attached.\n',
      'invoice.pdf': PDF.toString('latin1'),
      'invoice (2).pdf': PDF.toString('latin1'),
    });
    expect(namesOf(mail)).toEqual(['text An order.txt', '1 invoice.pdf', '2 invoice (2).pdf']);
  });

  const names: [string, string, string][] = [
    ['RFC 2231', "attachment; filename*=utf-8''R%C3%A9sum%C3%A9.pdf", 'Résumé.pdf'],
    ['RFC 2231 in pieces', 'attachment; filename*0*=utf-8\'\'R%C3%A9; filename*1="sum.pdf"', 'Résum.pdf'],
    ['RFC 2047', 'attachment; filename="=?utf-8?B?w4RwZmVsLnBkZg==?="', 'Äpfel.pdf'],
    ['ISO-2022-JP', 'attachment; filename="=?ISO-2022-JP?B?GyRCQEE1YT1xGyhCLnBkZg==?="', '請求書.pdf'],
    ['no name', 'attachment', 'attachment.pdf'],
    ['an empty name', 'attachment; filename=""', 'attachment.pdf'],
    ['a path', 'attachment; filename="../../etc/passwd.pdf"', 'passwd.pdf'],
    ['a path of Windows', 'attachment; filename="C:\\\\temp\\\\a.pdf"', 'a.pdf'],
    ['marks that turn text around', "attachment; filename*=utf-8''a%E2%80%AEfdp.exe", 'afdp.exe'],
    ['a NUL', "attachment; filename*=utf-8''a%00b.pdf", 'ab.pdf'],
  ];
  it.each(names)('reads the name of a file: %s', async (_, disposition, name) => {
    const mail = await read(HEAD + multipart('mixed', 'b', file(disposition)));
    expect(mail.parts.map(({ filename }) => filename)).toEqual([name]);
  });

  const texts: [string, string | Buffer, string | undefined][] = [
    ['no body', HEAD, undefined],
    ['white space only', `${HEAD}\n \n\t\n`, undefined],
    ['plain', `${HEAD}\nHello`, 'Hello\n'],
    ['ISO-2022-JP', `${HEAD}Content-Type: text/plain; charset=ISO-2022-JP\n\n\x1b$B@A5a=q\x1b(B`, '請求書\n'],
    [
      'an unknown charset',
      `${HEAD}Content-Type: text/plain; charset=x-none\nContent-Transfer-Encoding: quoted-printable\n\nGr=C3=BC=C3=9Fe`,
      'Grüße\n',
    ],
    ['HTML only', `${HEAD}${html('<style>p{}</style><p>A</p><table><tr><td>x<td>y</table>')}`, undefined],
    ['junk in base64', `${HEAD}Content-Transfer-Encoding: base64\n\nSGVs\n!!?bG8\n-`, undefined],
    [
      'an end without its boundary',
      `${HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello`,
      'Hello\n',
    ],
  ];
  it.each(texts)('reads the text: %s', async (what, raw, text) => {
    const mail = await read(Buffer.from(String(raw).replace(/\n/g, '\r\n'), 'latin1'));
    const [content] = Object.values(await contentsOf(mail)).map((each) =>
      Buffer.from(each, 'latin1').toString(),
    );
    if (what === 'HTML only') expect(content).toMatch(/^A\s+x\s*y\n$/);
    else if (what === 'junk in base64') expect(content).toMatch(/^Hello/);
    else expect(content).toBe(text);
    expect(mail.problem).toBeUndefined();
  });

  it('reads what only HTML says when it is not alone, and keeps what is too deep as it is', async () => {
    const alone = await read(
      HEAD + multipart('mixed', 'b', html('<p>A</p><p>B &amp; C</p>'), file('attachment')),
    );
    expect((await contentsOf(alone))['An order.txt']).toBe('A\n\nB & C\n');
    const deep = await read(HEAD + multipart('mixed', 'b', html('<b>'.repeat(50_000)), file('attachment')));
    expect(namesOf(deep)).toEqual(['html An order.html', '1 attachment.pdf']);
  });

  it('skips small pictures that the text shows, and no others', async () => {
    const mail = await read(
      HEAD +
        multipart(
          'related',
          'b',
          html('<img src="cid:logo@x"><img src="cid:big@x">'),
          image(2000, 'logo@x'),
          image(70_000, 'big@x'),
          image(2000, 'scan@x'),
        ),
    );
    expect(namesOf(mail)).toEqual(['2 logo.png', '3 logo (2).png']);
  });

  it('goes into attached mails, to a certain depth', async () => {
    const forwarded = (inner: string): string =>
      HEAD + multipart('mixed', `b${inner.length}`, `Content-Type: message/rfc822\n\n${inner}`);
    const inner = HEAD + multipart('mixed', 'inner', file('attachment; filename="deep.pdf"'));
    expect(namesOf(await read(forwarded(forwarded(inner))))).toEqual(['1.1.1 deep.pdf']);
    let nest = inner;
    for (let level = 0; level < 7; level++) nest = forwarded(nest);
    const [kept, ...others] = (await read(nest)).parts;
    expect([kept?.path, kept?.filename, others]).toEqual(['1.1.1.1.1.1', 'attachment.eml', []]);
  });

  it('says what winmail.dat is, and keeps it', async () => {
    const mail = await read(
      HEAD + multipart('mixed', 'b', file('attachment; filename="winmail.dat"', 'application/ms-tnef')),
    );
    expect(mail.parts).toMatchObject([{ filename: 'winmail.dat', remark: expect.stringContaining('TNEF') }]);
  });

  it('takes external_refs.json out of the mail itself, not out of attached ones', async () => {
    const refs = file('attachment; filename="External_Refs.json"', 'application/json', '{"a":1.0}');
    const inner = HEAD + multipart('mixed', 'inner', refs);
    const mail = await read(HEAD + multipart('mixed', 'b', refs, `Content-Type: message/rfc822\n\n${inner}`));
    expect(mail.refsFiles.map(String)).toEqual(['{"a":1.0}']);
    expect(namesOf(mail)).toEqual(['2.1 External_Refs.json']);
  });

  it('refuses what has too many attachments, or parts, or too large a head', async () => {
    const many = Array.from({ length: 201 }, () => file('attachment'));
    expect((await read(HEAD + multipart('mixed', 'b', ...many))).problem).toContain('more than 200');
    const nodes = Array.from({ length: 1100 }, () => 'Content-Type: text/plain\n\na');
    expect((await read(HEAD + multipart('mixed', 'b', ...nodes))).problem).toContain('cannot be read');
    expect((await read(`X: ${'a'.repeat(2_000_000)}\n\nHello`)).problem).toContain('cannot be read');
  });

  it('trusts nobody who says twice who he is', async () => {
    expect((await read(`From: evil@example.org\n${HEAD}\nHello`)).from).toEqual([]);
  });

  it('reads for whom it was, as the last server says first', async () => {
    const { recipients } = await read(
      `To: A <a@example.com>, b@example.com\nDelivered-To: inbox+contact-5@example.com\n${HEAD}\nHello`,
    );
    expect(recipients).toEqual(['inbox+contact-5@example.com', 'a@example.com', 'b@example.com']);
  });
});

describe('The key of a mail', () => {
  const keyOf = (raw: string, size = 7): string => {
    const key = new MailKey();
    for (let at = 0; at < raw.length; at += size) key.add(Buffer.from(raw.slice(at, at + size)));
    return key.digest();
  };
  it('is that of what the sender wrote', () => {
    const raw = `${HEAD}\nHello\n`;
    const again = `Received: from a\n\tby b\nDelivered-To: c@d\n${raw}`.replaceAll('\n', '\r\n');
    expect(keyOf(again, 3)).toBe(keyOf(raw));
    expect(keyOf(raw.replace('Hello', 'hello'))).not.toBe(keyOf(raw));
    expect(keyOf(raw.replace('<1@', '<2@'))).not.toBe(keyOf(raw));
  });
});
