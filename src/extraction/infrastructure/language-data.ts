/** What Tesseract knows of a language: a `.traineddata.gz` file. */
export interface LanguageData {
  /** As Tesseract calls it: `eng`. */
  code: string;
  path: string;
}
