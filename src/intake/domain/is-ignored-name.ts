/** What systems and file managers leave in folders. */
const CLUTTER = new Set([
  ...['thumbs.db', 'ehthumbs.db', 'ehthumbs_vista.db', 'desktop.ini', '@eadir', '@recycle', '#recycle'],
  ...['#snapshot', '__macosx', '$recycle.bin', 'system volume information', 'lost+found'],
]);
/** What programs call a file that they are still writing. */
const UNFINISHED =
  /\.(tmp|temp|part|partial|filepart|crdownload|download|opdownload|upload|uploading|incomplete|aria2|swp|swx|lock|lck)$/;
/** Office's and editors' own files beside an open one. Names with a dot in front are theirs, too (`.~lock.a.odt#`). */
const BESIDE = /^(\.|~\$|~wr)|~$/;

/** What is written beside a file that was refused. */
export const REASON_ENDING = '.intake-error.txt';

/** Whether a file or folder of this name is none that somebody sent: it is left where it is. */
export function isIgnoredName(name: string): boolean {
  const lower = name.toLowerCase();
  return BESIDE.test(lower) || UNFINISHED.test(lower) || CLUTTER.has(lower) || lower.endsWith(REASON_ENDING);
}
