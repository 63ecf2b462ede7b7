import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { DomainError } from '../../../shared/kernel/domain-error.js';
import { ArrivalUnreadable } from '../../application/arrival-unreadable.js';
import { ClaimLost } from './claim-lost.js';
import { errorCode } from './error-code.js';

// 0 where the system does not have it. Without O_NONBLOCK, opening a FIFO would wait for somebody who writes.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file that has no other name. What was looked at before the claim may have been replaced meanwhile,
 * so what counts is what has been opened.
 * @throws not_a_plain_file, `ArrivalUnreadable`, `ClaimLost`
 */
export async function openPlainFile(path: string): Promise<FileHandle> {
  const file = await open(path, FLAGS).catch((error: unknown) => {
    const code = errorCode(error);
    if (code === 'ENOENT') throw new ClaimLost(path);
    if (['ELOOP', 'EMLINK', 'ENXIO', 'EOPNOTSUPP'].includes(code)) throw notPlain('it is no regular file');
    throw new ArrivalUnreadable(`The file cannot be opened: ${code}.`, error);
  });
  try {
    const found = await file.stat();
    if (!found.isFile()) throw notPlain('it is no regular file');
    if (found.nlink > 1) throw notPlain(`it has ${found.nlink - 1} other names (hard links)`);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function notPlain(why: string): DomainError {
  return new DomainError('invalid', 'not_a_plain_file', `Only plain files are taken: ${why}.`);
}
