import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

interface PostgresError extends Error {
  code?: string;
  constraint?: string;
  syscall?: string;
  driverError?: PostgresError;
}

/** Whether `error` is the violation of this very constraint or unique index. */
export function violates(error: unknown, constraint: string): boolean {
  const cause = driverError(error);
  return (cause?.code === '23505' || cause?.code === '23503') && cause.constraint === constraint;
}

/** One bad value (invalid text, NUL, out of range): the statement can never succeed with it. */
export function isDataError(error: unknown): boolean {
  return /^22|^23/.test(driverError(error)?.code ?? '');
}

/** A lock was waited for in vain, or a deadlock ended: the reason is what somebody else holds, not the database. */
export function isLockLost(error: unknown): boolean {
  return /^(55P03|40P01)$/.test(driverError(error)?.code ?? '');
}

/** Shut down, crashed, starting, idle session ended, timeouts, a standby, too many clients, lock, serialization. */
const AWAY = new Set('57P01 57P02 57P03 57P05 25P03 25006 53300 55P03 40001 40P01'.split(' '));

/** Whether the database is away or overloaded for the moment: the same request may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  const cause = driverError(error);
  if (!cause) return false;
  if (isCutBetweenStatements(cause)) return true;
  if (cause.code === undefined) return isConnectionLost(cause.message);
  if (AWAY.has(cause.code) || cause.code.startsWith('08')) return true;
  // A socket that cannot be opened or was cut. Files have some of these codes, too: ENOENT is a missing socket or file.
  return (
    /^E[A-Z_]+$/.test(cause.code) &&
    (cause !== error || /^(connect|getaddrinfo|read|write)$/.test(cause.syscall ?? ''))
  );
}

/** pg has no codes for these. https://github.com/brianc/node-postgres: client.js and pg-pool/index.js */
function isConnectionLost(message: string): boolean {
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Connection ended|Driver not Connected|Client was closed)/.test(
    message,
  );
}

/** TypeORM gives the connection of an open transaction back when it breaks; here nobody else does so. */
function isCutBetweenStatements(error: Error): boolean {
  return (
    error instanceof QueryRunnerAlreadyReleasedError ||
    error instanceof QueryRunnerProviderAlreadyReleasedError
  );
}

function driverError(error: unknown): PostgresError | undefined {
  if (error instanceof AggregateError) return driverError(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  return (error as PostgresError).driverError ?? error;
}
