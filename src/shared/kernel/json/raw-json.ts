/** JSON text that is emitted as it stands, never parsed and written again. Whoever makes one has checked it. */
export class RawJson {
  constructor(readonly text: string) {}
}
