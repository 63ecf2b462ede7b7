import PDFDocument from 'pdfkit';

/** A PDF of as many pages, each with its number. */
export function pdfWith(
  pages: number,
  change: (document: PDFKit.PDFDocument) => void = () => undefined,
): Promise<Buffer> {
  return new Promise((resolve) => {
    const document = new PDFDocument({ autoFirstPage: false });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    for (let page = 1; page <= pages; page++) document.addPage().text(`Page ${page}`);
    change(document);
    document.end();
  });
}
