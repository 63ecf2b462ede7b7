import type { Page } from './document-text.js';

/** What one page says; `page` is null where the words have no positions. */
export interface PagePiece {
  /** 1 for the first page. */
  number: number;
  text: string;
  page: Page | null;
}
