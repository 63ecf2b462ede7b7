/** `ENOENT` and the like; empty when it is no error of the system. */
export function errorCode(error: unknown): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}

/** For `catch`: nothing where there is no such file, or its name is longer than names can be. */
export function absent(error: unknown): undefined {
  if (!['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(errorCode(error))) throw error;
}
