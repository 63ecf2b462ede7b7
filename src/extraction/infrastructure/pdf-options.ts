import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

const assets = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** How PDFs are opened. Nothing is fetched, nothing of the machine's fonts is used. */
export const PDF_OPTIONS = {
  cMapUrl: join(assets, 'cmaps') + sep,
  standardFontDataUrl: join(assets, 'standard_fonts') + sep,
  wasmUrl: join(assets, 'wasm') + sep,
  isEvalSupported: false,
  useSystemFonts: false,
  disableFontFace: true,
  verbosity: 0,
  /** In dots: A1 at 300 to the inch is 70 million. A larger picture is left out before it is unpacked. */
  maxImageSize: 100_000_000,
};
