interface PostgresError extends Error {
  code?: string;
  constraint?: string;
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

const AWAY = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['57P01', '57P02', '57P03', '57P05'], // shut down, crashed, starting, idle session ended
  ...['25P03', '25006', '53300', '55P03', '40001', '40P01'], // timeouts, a standby, too many clients, lock, serialization
]);

/** Whether the database is away or overloaded for the moment: the same request may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  const cause = driverError(error);
  if (!cause) return false;
  if (cause.code !== undefined) return AWAY.has(cause.code) || cause.code.startsWith('08');
  // pg has no codes for these. https://github.com/brianc/node-postgres: client.js and pg-pool/index.js
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Connection ended|Driver not Connected|Client was closed)/.test(
    cause.message,
  );
}

function driverError(error: unknown): PostgresError | undefined {
  if (error instanceof AggregateError) return driverError(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  return (error as PostgresError).driverError ?? error;
}
