/** The part of docs/benchmarks.md that `npm run bench:pages` writes, at the end of it. */
const SECTION = /\n*<!-- pages -->\n([\s\S]*?)<!-- \/pages -->\n?/;

/** The report, with a new section about pages instead of the one that it has. @param {string} report @param {string} section */
export function withPages(report, section) {
  return `${report.replace(SECTION, '').trimEnd()}\n\n<!-- pages -->\n\n${section.trim()}\n\n<!-- /pages -->\n`;
}

/** A new report with the section that is in the old one, if there is one. @param {string} report @param {string} old */
export function keepingPages(report, old) {
  const [, section] = SECTION.exec(old) ?? [];
  return section === undefined ? report : withPages(report, section);
}
