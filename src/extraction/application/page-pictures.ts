/** Pictures of the pages of a file. */
export abstract class PagePictures {
  /** JPEGs of the first pages, `most` of them; none of a file that has no pages to look at. None either when drawing fails. */
  abstract of(path: string, most: number, signal?: AbortSignal): Promise<Uint8Array[]>;
}
