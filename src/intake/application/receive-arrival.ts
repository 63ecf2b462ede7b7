import { Injectable } from '@nestjs/common';
import { cleanFilename } from '../../shared/kernel/clean-filename.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { IntakeChannel } from '../domain/intake-channel.js';
import type { IntakeItem, IntakeItemState } from '../domain/intake-item.js';
import type { Arrival, ArrivedContent } from './arrival.js';
import { ArrivalUnreadable } from './arrival-unreadable.js';
import { DocumentUpload } from './document-upload.js';
import { IncomingFiles, type StagedContent } from './incoming-files.js';
import { IntakeItems } from './intake-items.js';
import { IntakeLimits } from './intake-limits.js';
import { TargetFolders } from './target-folders.js';

const SOURCES = { hot_folder: 'Hot Folder', email: 'Email' } as const satisfies Record<IntakeChannel, string>;
/** The folder that every contact begins with. */
const USUAL_FOLDER = 'Documents';
/** A source that cannot be read so often in a row is not worth waiting for. */
const MAX_UNREADABLE = 8;

/**
 * What every channel does with what arrives: receive it whole, make the file durable, write document and item in one
 * transaction. When this returns a settled item, its outcome is committed and the source can be acknowledged; when it
 * throws, nothing was made of the arrival, or (a commit that was cut off) it is found settled the next time. However
 * often and by however many an arrival is received, it becomes one document.
 */
@Injectable()
export class ReceiveArrival {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly items: IntakeItems,
    private readonly files: IncomingFiles,
    private readonly upload: DocumentUpload,
    private readonly folders: TargetFolders,
    private readonly limits: IntakeLimits,
  ) {}

  /** @throws whatever trouble is not in the arrival: come again with the same one */
  async execute(arrival: Arrival): Promise<IntakeItemState> {
    const known = await this.items.find(arrival.channel, arrival.sourceKey);
    if (known && known.result !== 'waiting') return known;
    const received: { sha256: string | null } = { sha256: null };
    try {
      return await this.takeIn(arrival, received);
    } catch (error) {
      const isLast = error instanceof ArrivalUnreadable && (known?.attempts ?? 0) + 1 >= MAX_UNREADABLE;
      if (isLast || (error instanceof DomainError && error.kind !== 'unavailable'))
        return this.record(arrival, (item) => item.refuse(error.message, received.sha256));
      // Where the database itself is away there is nowhere to say so.
      await this.record(arrival, (item) => item.postpone(wordsOf(error))).catch(() => undefined);
      throw error;
    }
  }

  private async takeIn(arrival: Arrival, received: { sha256: string | null }): Promise<IntakeItemState> {
    const content = await arrival.open();
    let staged: StagedContent | undefined;
    try {
      staged = await this.files.stage(this.limited(content.content));
      received.sha256 = staged.sha256;
      if (staged.size === 0) throw new DomainError('invalid', 'empty_file', 'The file is empty.');
      const filename = cleanFilename(content.filename);
      return await this.commit(arrival, { ...content, filename }, await prepared(staged, filename));
    } finally {
      await staged?.discard(); // nothing to do once it was kept
      await content.close();
    }
  }

  /** The item is locked first: of several that have received the same arrival, the others wait here and find it. */
  private commit(arrival: Arrival, content: ArrivedContent, file: StagedContent): Promise<IntakeItemState> {
    return this.unitOfWork.run(async () => {
      const item = await this.items.forAttempt(arrival);
      if (item.isSettled) return item.snapshot();
      const { contactId, profileId, externalRefs, notes } = content;
      const document = await this.upload.execute({
        file,
        filename: content.filename,
        source: SOURCES[arrival.channel],
        contactId,
        folderId: content.folderId ?? (await this.usualFolder(contactId)),
        profileId,
        externalRefs,
        notes,
        actor: `intake (${SOURCES[arrival.channel]})`,
      });
      item.accept(document.id, file.sha256);
      await this.items.save(item);
      return item.snapshot();
    });
  }

  private record(arrival: Arrival, change: (item: IntakeItem) => void): Promise<IntakeItemState> {
    return this.unitOfWork.run(async () => {
      const item = await this.items.forAttempt(arrival);
      if (item.isSettled) return item.snapshot(); // another one was quicker
      change(item);
      await this.items.save(item);
      return item.snapshot();
    });
  }

  private async usualFolder(contactId: number): Promise<number> {
    const id = await this.folders.idByName(contactId, USUAL_FOLDER);
    if (id !== undefined) return id;
    throw new DomainError(
      'invalid',
      'no_target_folder',
      `Contact ${contactId} is not there or has no folder ${USUAL_FOLDER}: name a folder, too.`,
    );
  }

  private async *limited(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const { maxFileBytes } = this.limits;
    let size = 0;
    for await (const chunk of content) {
      size += chunk.length;
      if (size > maxFileBytes) {
        throw new DomainError(
          'too-large',
          'file_too_large',
          `The file is larger than ${maxFileBytes} bytes.`,
        );
      }
      yield chunk;
    }
  }
}

/** Telling the type and sending the file to a store take long: not while a transaction is open. */
async function prepared(staged: StagedContent, filename: string): Promise<StagedContent> {
  const { sha256, size } = staged;
  const mimeType = await staged.mimeType(filename);
  await staged.prepare();
  return {
    ...{ sha256, size, mimeType: async () => mimeType, prepare: async () => undefined },
    ...{ keep: () => staged.keep(), discard: () => staged.discard() },
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
