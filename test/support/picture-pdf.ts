import { deflateSync } from 'node:zlib';

export interface GreyPicture {
  width: number;
  height: number;
  /** One byte for each dot, 0 is black. */
  grey: Uint8Array;
}

/** A PDF of A4 pages: `null` is the picture, over all of the page; a text is written on it in a small hand. */
export function picturePdf({ width, height, grey }: GreyPicture, pages: (string | null)[]): Buffer {
  const packed = deflateSync(grey, { level: 1 });
  const stream = (dictionary: string, content: Uint8Array) =>
    Buffer.concat([
      Buffer.from(`<<${dictionary}/Length ${content.length}>>stream\n`),
      content,
      Buffer.from('\nendstream'),
    ]);
  const first = 5;
  const kids = pages.map((_, i) => `${first + 2 * i} 0 R`).join(' ');
  const objects: (string | Buffer)[] = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    stream(
      `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode`,
      packed,
    ),
    ...pages.flatMap((text, i) => [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${first + 2 * i + 1} 0 R` +
        '/Resources<</Font<</F 3 0 R>>/XObject<</P 4 0 R>>>>>>',
      stream(
        '',
        Buffer.from(text === null ? 'q 595 0 0 842 0 0 cm /P Do Q' : `BT /F 10 Tf 60 780 Td (${text}) Tj ET`),
      ),
    ]),
  ];
  return Buffer.concat([
    Buffer.from('%PDF-1.4\n'),
    ...objects.flatMap((object, i) => [
      Buffer.from(`${i + 1} 0 obj`),
      Buffer.from(object),
      Buffer.from('\nendobj\n'),
    ]),
    Buffer.from(`trailer<</Root 1 0 R/Size ${objects.length + 1}>>\n%%EOF\n`),
  ]);
}
