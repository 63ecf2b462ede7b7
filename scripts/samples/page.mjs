import PDFDocument from 'pdfkit';

/**
 * @param {PDFKit.PDFDocumentOptions} options
 * @param {(pdf: PDFKit.PDFDocument) => void} draw
 * @returns {Promise<Buffer>}
 */
export async function pdf(options, draw) {
  const created = new Date('2026-11-03T09:00:00Z');
  const document = new PDFDocument({
    margin: 0,
    compress: false,
    ...options,
    info: { Creator: 'RecordEngine samples', CreationDate: created, ModDate: created, ...options.info },
  });
  /** @type {Buffer[]} */
  const chunks = [];
  document.on('data', (chunk) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.on('end', resolve));
  draw(document);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/**
 * One line of text at a place; `right` aligns it to end there.
 * @param {PDFKit.PDFDocument} pdf
 * @param {string} text
 * @param {{ x?: number, right?: number, center?: number, y: number, size?: number, font?: string, color?: string }} at
 */
export function put(pdf, text, { x, right, center, y, size = 10, font = 'Helvetica', color = '#1c2430' }) {
  pdf.font(font).fontSize(size).fillColor(color);
  const width = pdf.widthOfString(text);
  const left = right !== undefined ? right - width : center !== undefined ? center - width / 2 : (x ?? 0);
  pdf.text(text, left, y, { lineBreak: false });
}

export const BOLD = 'Helvetica-Bold';
