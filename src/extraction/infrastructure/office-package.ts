import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { UnreadableContent } from '../application/unreadable-content.js';

const PACKAGE_LIMITS = {
  /** Parts in the archive: a large workbook has some hundred. */
  parts: 10_000,
  /** What the archive says that it unpacks to, in MB, pictures included. */
  declaredMb: 2048,
  /** What the parts that are read unpack to, one and all together. */
  partMb: 48,
  totalMb: 192,
};

interface Entry {
  name: string;
  method: number;
  packedSize: number;
  size: number;
  headerAt: number;
}

const MB = 1024 * 1024;
const END_RECORD = 0x06054b50;
const DIRECTORY_RECORD = 0x02014b50;
const LOCAL_RECORD = 0x04034b50;
const DAMAGED = 'The file is damaged or was cut off: it could not be unpacked.';

/**
 * The parts of an Office file, which is a ZIP archive. Nothing is unpacked that is not asked for, the sizes are
 * checked as declared and as they turn out, and what no program of Office writes is refused: overlapping or
 * doubled parts, sizes that are not true, document types.
 */
export class OfficePackage {
  readonly #entries = new Map<string, Entry>();
  #unpacked = 0;

  constructor(private readonly archive: Buffer) {
    for (const entry of directoryOf(archive)) {
      if (this.#entries.has(entry.name)) throw new UnreadableContent(DAMAGED);
      this.#entries.set(entry.name, entry);
    }
    const entries = [...this.#entries.values()];
    refuseOverlaps(archive, entries);
    const declared = entries.reduce((sum, entry) => sum + entry.size, 0) / MB;
    if (declared > PACKAGE_LIMITS.declaredMb) throw tooLarge(`${Math.round(declared)} MB`);
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  /**
   * A part that is XML. `cutAt`: give only its beginning when it is longer than so many bytes, rather than refuse.
   * @throws {UnreadableContent}
   */
  async xml(name: string, cutAt?: number): Promise<{ xml: string; cut: boolean }> {
    const { bytes, cut } = await this.#unpack(this.#entries.get(name)!, cutAt);
    const xml = bytes.toString('utf8');
    // The format forbids them (ECMA-376, part 2, 8.1.4); they can make a few bytes grow without end.
    if (xml.includes('<!DOCTYPE')) {
      throw new UnreadableContent(
        'The file is not read: its XML declares a document type, as no Office file does.',
      );
    }
    return { xml, cut };
  }

  async #unpack(entry: Entry, cutAt = Infinity): Promise<{ bytes: Buffer; cut: boolean }> {
    const packed = this.archive.subarray(...rangeOf(this.archive, entry));
    const most = Math.min(PACKAGE_LIMITS.partMb, PACKAGE_LIMITS.totalMb - this.#unpacked / MB) * MB;
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of entry.method === 0
        ? [packed]
        : Readable.from([packed]).pipe(createInflateRaw())) {
        chunks.push(chunk as Buffer);
        size += (chunk as Buffer).length;
        if (size > Math.min(most, cutAt)) break;
      }
    } catch {
      throw new UnreadableContent(DAMAGED);
    }
    this.#unpacked += size;
    if (size > cutAt) return { bytes: Buffer.concat(chunks).subarray(0, cutAt), cut: true };
    if (size > most) throw tooLarge(`more than ${PACKAGE_LIMITS.partMb} MB of text`);
    if (size !== entry.size) throw new UnreadableContent(DAMAGED);
    return { bytes: Buffer.concat(chunks), cut: false };
  }
}

function tooLarge(size: string): UnreadableContent {
  return new UnreadableContent(`The file is not read: it would unpack to ${size}.`);
}

/** The central directory, which is what programs of Office go by. */
function directoryOf(archive: Buffer): Entry[] {
  const end = archive.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end < 0 || end + 22 > archive.length || archive.readUInt32LE(end) !== END_RECORD) {
    throw new UnreadableContent(DAMAGED);
  }
  const count = archive.readUInt16LE(end + 10);
  if (count > PACKAGE_LIMITS.parts) throw tooManyParts();
  const entries: Entry[] = [];
  let at = archive.readUInt32LE(end + 16);
  while (at + 46 <= end && archive.readUInt32LE(at) === DIRECTORY_RECORD) {
    if (entries.length === PACKAGE_LIMITS.parts) throw tooManyParts();
    const nameLength = archive.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    if (archive.readUInt16LE(at + 8) & 1) {
      throw new UnreadableContent('The archive is encrypted and cannot be opened without its password.');
    }
    entries.push({
      name: archive.toString('utf8', at + 46, at + 46 + nameLength).replace(/\\/g, '/'),
      method: archive.readUInt16LE(at + 10),
      packedSize: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      headerAt: archive.readUInt32LE(at + 42),
    });
    at = next;
  }
  if (entries.length === 0) throw new UnreadableContent(DAMAGED);
  return entries;
}

function tooManyParts(): UnreadableContent {
  return new UnreadableContent(`The file is not read: it has more than ${PACKAGE_LIMITS.parts} parts.`);
}

function refuseOverlaps(archive: Buffer, entries: Entry[]): void {
  let free = 0;
  for (const entry of entries.toSorted((a, b) => a.headerAt - b.headerAt)) {
    const [, end] = rangeOf(archive, entry);
    if (entry.headerAt < free) throw new UnreadableContent('The file is not read: its parts overlap.');
    free = end;
  }
}

/** Where the packed content of an entry begins and ends. */
function rangeOf(archive: Buffer, { headerAt, packedSize, method }: Entry): [number, number] {
  const isHeader = headerAt + 30 <= archive.length && archive.readUInt32LE(headerAt) === LOCAL_RECORD;
  if (!isHeader || (method !== 0 && method !== 8)) throw new UnreadableContent(DAMAGED);
  const begin = headerAt + 30 + archive.readUInt16LE(headerAt + 26) + archive.readUInt16LE(headerAt + 28);
  if (begin + packedSize > archive.length) throw new UnreadableContent(DAMAGED);
  return [begin, begin + packedSize];
}
