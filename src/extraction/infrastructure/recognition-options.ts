import type { LanguageData } from './language-data.js';

export interface RecognitionOptions {
  /** How many pages are recognised at the same time, each by a process of its own; 0: none. */
  workers: number;
  languages: readonly LanguageData[];
  /** What the pages of one document may take together. */
  budgetMs: number;
  /** What one page may take. */
  pageLimitMs: number;
}
