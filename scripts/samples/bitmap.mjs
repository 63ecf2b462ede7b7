import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';

const fonts = join(
  dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')),
  'standard_fonts',
);
/** A sheet lies a little askew on the glass: about 0.5 degrees. */
const [COS, SIN] = [0.99996, 0.0087];

/** A sheet of A4 in black and white, 200 dots to the inch, on which text is drawn dot by dot. */
export class Bitmap {
  width = 1654;
  height = 2339;
  /** One byte for eight dots; 1 is white, as in PDF. */
  rows = Array.from({ length: this.height }, () => Buffer.alloc(Math.ceil(this.width / 8), 255));

  constructor() {
    // pdfkit reads fonts with fontkit, and does not give it away.
    const pdf = /** @type {any} */ (new PDFDocument());
    const fontOf = (/** @type {string} */ name) =>
      pdf.font(join(fonts, `LiberationSans-${name}.ttf`))._font.font;
    this.fonts = { regular: fontOf('Regular'), bold: fontOf('Bold') };
  }

  /**
   * @param {string} text
   * @param {{ x?: number, right?: number, y: number, size?: number, font?: 'regular' | 'bold' }} at points
   */
  put(text, { x, right, y, size = 10, font = 'regular' }) {
    const { glyphs, positions } = this.fonts[font].layout(text);
    const scale = size / this.fonts[font].unitsPerEm;
    const width = positions.reduce(
      (/** @type {number} */ sum, /** @type {any} */ each) => sum + each.xAdvance,
      0,
    );
    let left = right === undefined ? (x ?? 0) : right - width * scale;
    glyphs.forEach((/** @type {any} */ glyph, /** @type {number} */ i) => {
      const origin = left;
      this.fill(
        outlinesOf(glyph.path.commands).map((line) =>
          line.map(([a, b]) => [origin + a * scale, y - b * scale]),
        ),
      );
      left += positions[i].xAdvance * scale;
    });
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height in points */
  rect(x, y, width, height) {
    this.fill([
      [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ],
    ]);
  }

  /** Specks of dust, and the shadow that the edge of the sheet throws. */
  age() {
    let random = 4711;
    const next = (/** @type {number} */ most) => {
      random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff;
      return (random >> 8) % most;
    };
    for (let i = 0; i < 260; i++) this.blacken(next(this.width), next(this.height));
    for (let y = 0; y < this.height; y++) for (let x = 0; x < 2 + next(3); x++) this.blacken(x, y);
  }

  /** @param {[number, number][][]} outlines closed lines in points; what they wind around is black */
  fill(outlines) {
    const dots = outlines.map((line) =>
      line.map(
        ([x, y]) =>
          /** @type {const} */ ([((x * COS - y * SIN) * 200) / 72 + 20, ((x * SIN + y * COS) * 200) / 72]),
      ),
    );
    const ys = dots.flat().map(([, y]) => y);
    if (ys.length === 0) return;
    for (let row = Math.floor(Math.min(...ys)); row <= Math.max(...ys); row++) {
      /** @type {[x: number, direction: number][]} */
      const crossings = [];
      for (const line of dots) {
        line.forEach(([x1, y1], i) => {
          const [x2, y2] = line[(i + 1) % line.length] ?? [x1, y1];
          const middle = row + 0.5;
          if (y1 <= middle === y2 <= middle) return;
          crossings.push([x1 + ((middle - y1) / (y2 - y1)) * (x2 - x1), y1 < y2 ? 1 : -1]);
        });
      }
      crossings.sort((a, b) => a[0] - b[0]);
      let winding = 0;
      crossings.forEach(([from, direction], i) => {
        winding += direction;
        const to = crossings[i + 1]?.[0] ?? from;
        if (winding !== 0) for (let x = Math.round(from); x < Math.round(to); x++) this.blacken(x, row);
      });
    }
  }

  /** @param {number} x @param {number} y */
  blacken(x, y) {
    const row = this.rows[y];
    if (row && x >= 0 && x < this.width) row[x >> 3] = (row[x >> 3] ?? 0) & ~(0x80 >> (x & 7));
  }

  /** As RunLengthDecode takes it (ISO 32000-1, 7.4.5). */
  runLengths() {
    const data = Buffer.concat(this.rows);
    /** @type {number[]} */
    const encoded = [];
    for (let at = 0; at < data.length;) {
      let run = 1;
      while (run < 128 && data[at + run] === data[at]) run++;
      if (run > 1) encoded.push(257 - run, data[at] ?? 0);
      else {
        while (at + run < data.length && run < 128 && data[at + run] !== data[at + run + 1]) run++;
        encoded.push(run - 1, ...data.subarray(at, at + run));
      }
      at += run;
    }
    return Buffer.from([...encoded, 128]);
  }
}

/**
 * The outlines of a glyph, its curves as eight straight pieces.
 * @param {{ command: string, args: number[] }[]} commands
 * @returns {[number, number][][]}
 */
function outlinesOf(commands) {
  /** @type {[number, number][][]} */
  const outlines = [];
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0] = args;
    const line = outlines.at(-1) ?? [];
    const [x, y] = line.at(-1) ?? [0, 0];
    if (command === 'moveTo') outlines.push([[a, b]]);
    if (command === 'lineTo') line.push([a, b]);
    if (command === 'quadraticCurveTo') {
      for (let step = 1; step <= 8; step++) {
        const t = step / 8;
        const [u, v, w] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
        line.push([u * x + v * a + w * c, u * y + v * b + w * d]);
      }
    }
  }
  return outlines;
}
