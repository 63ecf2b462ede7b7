import { PagePictures } from '../application/page-pictures.js';
import { UnreadableContent } from '../application/unreadable-content.js';
import type { ReadingPool } from './reading-pool.js';

/** Has pages drawn in the processes that read files. */
export class ChildProcessPagePictures extends PagePictures {
  constructor(private readonly pool: ReadingPool) {
    super();
  }

  override async of(path: string, most: number, signal?: AbortSignal): Promise<Uint8Array[]> {
    try {
      return await this.pool.use((process) => process.draw({ path, most }, signal), signal);
    } catch (error) {
      if (error instanceof UnreadableContent) return []; // its text can be read all the same
      throw error;
    }
  }
}
