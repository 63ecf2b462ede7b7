import type pg from 'pg';

interface Column {
  table: string;
  name: string;
  isIdentity: boolean;
}

/**
 * What pg_dump and pg_restore do, neither of which comes with the embedded PostgreSQL: the rows of every table as text,
 * written to an empty database with the same schema, foreign keys last, numbering set to go on. Neither transaction
 * ids nor the places of rows come along.
 */
export async function restoreInto(to: pg.Client, from: pg.Client): Promise<void> {
  // A partition is written through its table.
  const { rows: columns } = await from.query<Column>(
    `SELECT attrelid::regclass::text AS table, quote_ident(attname) AS name, attidentity <> '' AS "isIdentity"
       FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND relname <> 'migrations'
      ORDER BY attrelid, attnum`,
  );
  const tables = [...new Set(columns.map(({ table }) => table))];
  const { rows: keys } = await to.query<{ table: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
       FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0`,
  );
  await to.query('BEGIN');
  for (const { table, name } of keys) await to.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  await to.query(`TRUNCATE ${tables.join(', ')}`);
  for (const table of tables) {
    const { rows } = await from.query<{ line: string }>(
      `SELECT whole_row::text AS line FROM ${table} AS whole_row`,
    );
    const own = columns.filter((column) => column.table === table);
    await to.query(
      `INSERT INTO ${table} (${own.map(({ name }) => name).join(', ')}) OVERRIDING SYSTEM VALUE
       SELECT ${own.map(({ name }) => `(whole).${name}`).join(', ')}
         FROM (SELECT line::${table} AS whole FROM unnest($1::text[]) AS line) AS lines`,
      [rows.map(({ line }) => line)],
    );
    for (const { name } of own.filter(({ isIdentity }) => isIdentity)) {
      await to.query(
        `SELECT setval(pg_get_serial_sequence('${table}', '${name}'), max(${name})) FROM ${table} HAVING max(${name}) > 0`,
      );
    }
  }
  for (const { table, name, definition } of keys)
    await to.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
  await to.query('COMMIT');
}
