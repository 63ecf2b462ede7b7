/** A page as it is given to the recogniser. */
export interface PagePicture {
  /** In dots. */
  width: number;
  height: number;
  /** One byte for each dot, 0 is black. */
  grey: Buffer;
  /** How long one dot is in points. */
  pointsPerDot: number;
}
