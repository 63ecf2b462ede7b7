/** In dots. A3 at 600 to the inch is 70 million. */
export const MOST_DOTS = 100_000_000;

/** What a page is recognised at: A4 at 200 dots to the inch has 3.9 million, at 300 8.7 million. */
export const RECOGNISED_DOTS = 9_000_000;

/** As for PDF. */
export const MOST_PICTURES = 500;
