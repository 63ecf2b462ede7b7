/** Pictures of the pages of a file. */
export abstract class PagePictures {
  /** JPEGs of the first pages, `most` of them; none of a file without pages to look at, or when drawing fails. */
  abstract of(path: string, most: number, signal?: AbortSignal): Promise<Uint8Array[]>;
}
