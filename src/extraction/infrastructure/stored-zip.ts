import { crc32 } from 'node:zlib';

/** A ZIP archive of texts, not compressed: what a parser of Office files is given in place of a stranger's archive. */
export function storedZip(parts: ReadonlyMap<string, string>): Buffer<ArrayBuffer> {
  const contents: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [path, text] of parts) {
    const name = Buffer.from(path);
    const content = Buffer.from(text);
    // Version 2.0, names in UTF-8, method 0, no time; sizes; the length of the name, no extra field.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14); // no comment, disk 0, no attributes, and where the entry stands
    tail.writeUInt32LE(at, 10);
    contents.push(Buffer.from('PK\u0003\u0004'), common, name, content);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\0'), common, tail, name);
    at += 4 + common.length + name.length + content.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.size, 4);
  end.writeUInt16LE(parts.size, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...contents, entries, Buffer.from('PK\u0005\u0006'), end]);
}
