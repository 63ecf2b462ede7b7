export interface Asset {
  content: Uint8Array;
  type: string;
  /** As `Content-Encoding` has it. */
  encoding: 'br' | 'gzip' | undefined;
}

/** The built files of the application. Each has a hash or a version in its name: one name is one content for ever. */
export abstract class Assets {
  /** @param accepted `Accept-Encoding` */
  abstract read(name: string, accepted: string): Promise<Asset | undefined>;
}
