import type { EntityManager } from 'typeorm';

/** Rows of one statement: enough to make round trips rare, few enough to keep the text of a statement small. */
const rowsPerStatement = 2000;

/**
 * Inserts any number of rows with one parameter a statement; measured, a parameter for each value costs more time in the client than
 * PostgreSQL takes to insert. `onConflict` is what follows the key in the statement.
 */
export async function insertRows(
  manager: EntityManager,
  entity: new () => object,
  rows: object[],
  onConflict: (columns: string[]) => string,
): Promise<void> {
  const { columns, primaryColumns, tableName } = manager.connection.getMetadata(entity);
  const names = columns.map(({ databaseName }) => databaseName);
  const keys = primaryColumns.map(({ databaseName }) => databaseName);
  const others = names.filter((name) => !keys.includes(name));
  for (let at = 0; at < rows.length; at += rowsPerStatement) {
    const some = rows.slice(at, at + rowsPerStatement) as Record<string, unknown>[];
    const texts = some.map((row) =>
      Object.fromEntries(columns.map(({ databaseName, propertyName }) => [databaseName, toJson(row[propertyName])])),
    );
    await manager.query(
      `insert into ${tableName} (${names.join(', ')}) select ${names.join(', ')}
       from json_populate_recordset(null::${tableName}, $1::json) on conflict (${keys.join(', ')}) ${onConflict(others)}`,
      [JSON.stringify(texts)],
    );
  }
}

export const overwrite = (columns: string[]): string =>
  `do update set ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`;

const toJson = (value: unknown): unknown => (value instanceof Date ? momentText(value) : value);

/** ISO 8601 as PostgreSQL reads it: it writes years before 1 and after 9999 otherwise than JavaScript does. */
export function momentText(time: Date): string {
  const year = time.getUTCFullYear();
  const rest = time.toISOString().replace(/^[+-]?\d+/, '');
  const text = (absolute: number): string => String(absolute).padStart(4, '0');
  return year > 0 ? `${text(year)}${rest}` : `${text(1 - year)}${rest} BC`;
}
