import { expect, it } from '@jest/globals';
import { isIgnoredName } from './is-ignored-name.js';

it.each([
  ...[
    '.DS_Store',
    '._invoice.pdf',
    'Thumbs.db',
    'desktop.ini',
    '@eaDir',
    '.stfolder',
    '.stversions',
    '__MACOSX',
  ],
  ...[
    '$RECYCLE.BIN',
    'System Volume Information',
    'lost+found',
    '#recycle',
    '.nfs0001',
    '.processing',
    '.hidden',
  ],
  ...['~$letter.docx', '.~lock.letter.odt#', '~WRL0001.tmp', 'letter.txt~', '.letter.txt.swp', 'letter.swp'],
  ...[
    'a.pdf.filepart',
    'a.pdf.part',
    'a.pdf.tmp',
    'A.TMP',
    'a.crdownload',
    'a.pdf.partial',
    'a.pdf.upload',
    'a.lock',
  ],
  ...['a.pdf.intake-error.txt'],
])('%s is left alone', (name) => expect(isIgnoredName(name)).toBe(true));

it.each([
  ...['invoice.pdf', 'invoice', 'tmp', 'part', 'a.temporary', 'a.parts', 'template.docx', 'Thumbs.db.pdf'],
  ...[
    'a~b.pdf',
    '~a.pdf',
    'done',
    'error.txt',
    'März „2026“ 漢字.pdf',
    '-rf',
    ' a.pdf',
    'a.pdf.meta.json.pdf',
  ],
])('%s is not', (name) => expect(isIgnoredName(name)).toBe(false));
