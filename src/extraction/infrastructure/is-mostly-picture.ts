import { OPS, type PDFPageProxy, Util } from 'pdfjs-dist/legacy/build/pdf.mjs';

type Matrix = [number, number, number, number, number, number];

const PICTURES: ReadonlySet<number> = new Set([
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintImageMaskXObject,
]);

/** Whether a picture covers at least half of the page: a scan, on which a scanner wrote its name or a page number. */
export async function isMostlyPicture(page: PDFPageProxy): Promise<boolean> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
  const half = Math.abs((right - left) * (top - bottom)) / 2;
  const saved: Matrix[] = [];
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  return fnArray.some((operator, i) => {
    if (operator === OPS.save) saved.push(matrix);
    if (operator === OPS.restore) matrix = saved.pop() ?? matrix;
    if (operator === OPS.transform) matrix = Util.transform(matrix, argsArray[i] as Matrix) as Matrix;
    // A picture is drawn into the unit square.
    return PICTURES.has(operator) && Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) >= half;
  });
}
