/** A word and where it stands: points from the top left corner of the page, `y` at the baseline. */
export interface Word {
  text: string;
  x: number;
  y: number;
  width: number;
  /** The font size. */
  height: number;
}

/** The words that share a baseline, from left to right. */
export interface Line {
  y: number;
  height: number;
  words: Word[];
}

export interface Page {
  width: number;
  height: number;
  /** From top to bottom. */
  lines: Line[];
}

/** Text that was recognised in pictures, which may be wrong. */
export interface Recognition {
  /** How many pages. */
  pages: number;
  /** 0 to 100: how sure the recogniser is of its words, longer ones counting more. */
  confidence: number;
}

/** The readable text of a document. */
export interface DocumentText {
  /** The pages whose words have positions. Long documents have them for the first pages only. */
  pages: Page[];
  /** The text of all pages, in reading order. */
  text: string;
  /** What a reader of the result should know, each a sentence: pages left out, text cut off. */
  notes: string[];
  /** Absent when all of the text stands in the file. */
  recognised?: Recognition;
}
