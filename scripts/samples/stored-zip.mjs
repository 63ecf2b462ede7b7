import { crc32, inflateRawSync } from 'node:zlib';

/**
 * The same archive with the same bytes on every run: entries in order of their names, not compressed (the output
 * depends on the version of zlib), of one date; and moments within them become `moment`.
 * @param {Buffer} zip
 * @param {string} moment ISO 8601
 */
export function storedZip(zip, moment) {
  const entries = entriesOf(zip)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, content }) => ({ name, content: withMoment(content, moment) }));
  /** @type {Buffer[]} */
  const files = [];
  /** @type {Buffer[]} */
  const directory = [];
  let offset = 0;
  for (const { name, content } of entries) {
    // From "version needed" on, both headers are the same for 26 bytes; the date is 1980-01-01, the first there is.
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x21, 8);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(content.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    files.push(Buffer.from('PK\x03\x04'), shared, Buffer.from(name), content);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, place, Buffer.from(name));
    offset += 30 + name.length + content.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}

/** @param {Buffer} zip */
function entriesOf(zip) {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = zip.readUInt32LE(end + 16);
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    const name = zip.toString('latin1', at + 46, at + 46 + zip.readUInt16LE(at + 28));
    const header = zip.readUInt32LE(at + 42);
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const data = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    const content = zip.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    return { name, content };
  });
}

/**
 * @param {Buffer} content
 * @param {string} moment
 */
function withMoment(content, moment) {
  const moments = /(?<=>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z(?=<\/dcterms:)/g;
  return Buffer.from(content.toString('latin1').replace(moments, moment), 'latin1');
}
