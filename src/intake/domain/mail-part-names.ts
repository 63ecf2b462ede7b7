import { cleanFilename } from '../../shared/kernel/clean-filename.js';
import { numberedName } from './numbered-name.js';

const ENDINGS: Record<string, string> = {
  'application/pdf': '.pdf',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/tiff': '.tif',
  'text/plain': '.txt',
  'text/csv': '.csv',
  'text/html': '.html',
  'application/xml': '.xml',
  'text/xml': '.xml',
  'application/zip': '.zip',
  'message/rfc822': '.eml',
  'application/ms-tnef': '.dat',
  'application/vnd.ms-tnef': '.dat',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
};

/** Gives each document of a mail a name of its own: the second `invoice.pdf` becomes `invoice (2).pdf`. */
export class MailPartNames {
  readonly #taken = new Set<string>();

  /** @param given as the mail says; one is made where it says none */
  next(given: string | undefined, contentType: string): string {
    const usual = `attachment${ENDINGS[contentType.toLowerCase()] ?? '.bin'}`;
    const name = cleanFilename(given?.trim() ? given : usual);
    let free = name;
    for (let number = 2; this.#taken.has(free.toLowerCase()); number++) free = numberedName(name, number);
    this.#taken.add(free.toLowerCase());
    return free;
  }
}
