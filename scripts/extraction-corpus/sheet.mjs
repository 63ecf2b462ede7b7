import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';

const fonts = join(
  dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')),
  'standard_fonts',
);

/** @typedef {{ x?: number, right?: number, center?: number, y: number }} Place */

/** A PDF on which text is put at places, in one of two families. */
export class Sheet {
  /** @type {Buffer[]} */
  #chunks = [];
  #ended;

  /** @param {{ width?: number, height?: number, serif?: boolean }} [options] A4 unless told */
  constructor({ width = 595, height = 842, serif = false } = {}) {
    this.width = width;
    this.height = height;
    this.pdf = new PDFDocument({ size: [width, height], margin: 0, info: { CreationDate: new Date(0) } });
    this.pdf.on('data', (chunk) => this.#chunks.push(chunk));
    this.#ended = new Promise((resolve) => this.pdf.on('end', resolve));
    this.regular = serif ? 'Times-Roman' : 'regular';
    this.bold = serif ? 'Times-Bold' : 'bold';
    this.pdf.registerFont('regular', join(fonts, 'LiberationSans-Regular.ttf'));
    this.pdf.registerFont('bold', join(fonts, 'LiberationSans-Bold.ttf'));
  }

  /**
   * One line of text; `right` and `center` are where it ends or has its middle, `y` is its top.
   * @param {string} text
   * @param {Place & { size?: number, bold?: boolean, grey?: boolean }} at
   */
  put(text, { x = 0, right, center, y, size = 9.5, bold = false, grey = false }) {
    this.pdf
      .font(bold ? this.bold : this.regular)
      .fontSize(size)
      .fillColor(grey ? '#667080' : '#101418');
    const width = this.pdf.widthOfString(text);
    const left = right !== undefined ? right - width : center !== undefined ? center - width / 2 : x;
    this.pdf.text(text, left, y, { lineBreak: false });
  }

  /** @param {readonly string[]} lines @param {{ x: number, y: number, size?: number, leading?: number }} at */
  block(lines, { x, y, size = 9.5, leading = 13 }) {
    lines.forEach((line, i) => this.put(line, { x, y: y + i * leading, size }));
  }

  /** @param {number} x @param {number} y @param {number} to */
  rule(x, y, to) {
    this.pdf.moveTo(x, y).lineTo(to, y).lineWidth(0.6).stroke('#101418');
  }

  newPage() {
    this.pdf.addPage();
  }

  async bytes() {
    this.pdf.end();
    await this.#ended;
    return Buffer.concat(this.#chunks);
  }
}
