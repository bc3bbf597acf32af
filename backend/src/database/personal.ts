type ColumnOf<Entity> = keyof Entity & string;

/** Columns that share a fate, and why it is theirs. */
export interface Declared<Entity> {
  readonly columns: readonly ColumnOf<Entity>[];
  readonly because: string;
}

/** What a table knows of people, and what becomes of each column when one of them is erased. */
export interface PersonalData<Entity = Record<string, unknown>> {
  /** Columns that hold the id of whom a row is about. */
  readonly of?: readonly ColumnOf<Entity>[];
  /** The column that holds an address, where that is all that is known of whom a row is about. */
  readonly address?: ColumnOf<Entity>;
  /** The column behind `of` in an index, where one person may have very many rows. */
  readonly pagedBy?: ColumnOf<Entity>;
  /** The row goes. */
  readonly delete?: Declared<Entity>;
  /** The row stays, the value goes. */
  readonly anonymise?: Declared<Entity>;
  /** Stays as it is. */
  readonly keep?: Declared<Entity>;
  /** Name of its list in an export; none where another list says the same. */
  readonly exportedAs?: string;
  /** What a person is not given of their own data. */
  readonly withheld?: Declared<Entity>;
}

const PERSONAL = 'latchkey:personal';

/**
 * Says what becomes of a table when a person is erased. Each column of text or ids is named: whoever adds one decides
 * over it, or a test fails.
 * @see docs/decisions/0025-erasure-by-declaration.md
 */
export function Personal<Entity>(data: PersonalData<Entity>): ClassDecorator {
  return (entity) => Reflect.defineMetadata(PERSONAL, data, entity);
}

/** What was declared of an entity; undefined when nothing was. */
export function personalDataOf(entity: object): PersonalData | undefined {
  return Reflect.getOwnMetadata(PERSONAL, entity) as PersonalData | undefined;
}
