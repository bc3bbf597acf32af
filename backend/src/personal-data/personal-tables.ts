import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import type { EntityMetadata } from 'typeorm/metadata/EntityMetadata';
import type { Database, SqlValue } from '../database/database';
import { type PersonalData, personalDataOf } from '../database/personal';

/** Whom rows are looked for. */
export interface Person {
  readonly id: string;
  /** The address of the account. */
  readonly email: string;
}

/** A condition on a table that one index answers. */
export interface Rows {
  readonly condition: string;
  readonly parameters: readonly SqlValue[];
}

/** A table whose rows go with a person, as its entity declares it. */
export interface PersonalTable {
  readonly name: string;
  /** Of its list in an export; undefined for a table that is not exported. */
  readonly exportedAs: string | undefined;
  /** The account itself, which goes last: everything else points to it. */
  readonly isAccount: boolean;
  /** Tells the rows of one person apart. */
  readonly key: ColumnMetadata;
  readonly pagedBy: ColumnMetadata | undefined;
  /** What a person may be given of it. */
  readonly exported: readonly ColumnMetadata[];
  /** No row is in two of them. */
  rowsOf(person: Person): Rows[];
}

/** Every table of which something goes with a person. @throws Error for an entity that declares nothing, or nonsense */
export function personalTables(database: Pick<Database, 'manager'>): PersonalTable[] {
  const metadatas = database.manager.dataSource.entityMetadatas;
  return metadatas.flatMap((metadata) => {
    const declared = personalDataOf(metadata.target as object);
    if (!declared) throw new Error(`${metadata.tableName} does not say what becomes of it when a person is erased.`);
    return declared.delete ? [tableOf(metadata, declared)] : [];
  });
}

function tableOf(
  metadata: EntityMetadata,
  { of = [], address, pagedBy, exportedAs, withheld }: PersonalData,
): PersonalTable {
  const column = (property: string) => columnOf(metadata, property);
  const key = metadata.primaryColumns.find(({ propertyName }) => !of.includes(propertyName)) ?? column('id');
  const hidden = new Set<string>([...(withheld?.columns ?? []), ...of.filter((name) => name !== key.propertyName)]);
  const owners = of.map((property) => column(property).databaseName);
  const recipient = address === undefined ? undefined : column(address).databaseName;
  return {
    name: metadata.tableName,
    exportedAs,
    isAccount: of.includes(key.propertyName),
    key,
    pagedBy: pagedBy === undefined ? undefined : column(pagedBy),
    exported: metadata.columns.filter(({ propertyName }) => !hidden.has(propertyName)),
    rowsOf: ({ id, email }) => {
      const places: [name: string, value: string][] = owners.map((name) => [name, id]);
      if (recipient !== undefined) places.push([recipient, email]);
      return places.map(([name, value], index) => without(places.slice(0, index), { name, value }));
    },
  };
}

/** The rows of one place that are not in those before. */
function without(before: readonly [string, string][], { name, value }: { name: string; value: string }): Rows {
  const others = before.map(([other]) => ` AND (${other} IS NULL OR ${other} <> ?)`);
  return { condition: `${name} = ?${others.join('')}`, parameters: [value, ...before.map(([, theirs]) => theirs)] };
}

function columnOf({ tableName, columns }: EntityMetadata, property: string): ColumnMetadata {
  const found = columns.find(({ propertyName }) => propertyName === property);
  if (!found) throw new Error(`${tableName} has no column for ${property}.`);
  return found;
}
