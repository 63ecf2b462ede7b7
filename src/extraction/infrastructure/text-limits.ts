/** How much of a document is kept; what is beyond is left out and noted. */
export interface TextLimits {
  pages: number;
  characters: number;
  /** Words with positions, for the readers of fields: about 40 dense pages. */
  positionedWords: number;
}

export const TEXT_LIMITS: TextLimits = { pages: 500, characters: 5_000_000, positionedWords: 20_000 };
