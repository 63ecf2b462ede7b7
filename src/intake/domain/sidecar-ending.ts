/** `invoice.pdf.meta.json` says what is to be made of `invoice.pdf`. */
export const SIDECAR_ENDING = '.meta.json';
