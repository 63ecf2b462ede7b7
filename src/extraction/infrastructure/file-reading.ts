import type { DocumentText } from '../domain/document-text.js';
import type { PagePiece } from '../domain/page-piece.js';

/** Where pages that are pictures are to be found. */
export type PictureFormat = 'pdf' | 'image';

/** A file some of whose pages are pictures: their text has yet to be recognised. */
export interface FileWithPictures {
  format: PictureFormat;
  /** The numbers of these pages, in order. */
  pictures: number[];
  /** What the text of the file says; a page in `pictures` may have a little text, too. */
  pieces: PagePiece[];
  notes: string[];
}

export type FileReading = { text: DocumentText; pictures: null } | { text: null; pictures: FileWithPictures };
