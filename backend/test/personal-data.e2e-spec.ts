import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { EntityMetadata } from 'typeorm/metadata/EntityMetadata';
import { counter, id, nullable, primaryKey, text } from '../src/database/columns';
import { DEFAULT_LIMITS } from '../src/database/engine';
import { openEngine } from '../src/database/open-engine';
import { type Declared, Personal, type PersonalData, personalDataOf } from '../src/database/personal';
import { ENTITIES } from '../src/entities';
import { UserEntity } from '../src/users/user.entity';
import { RoleEntity } from '../src/roles/role.entity';
import { createTestDatabase } from './test-database';

type Group = Declared<Record<string, unknown>> | undefined;

/** What is missing in what the entities say about people, or wrong with it, in sentences. */
function problemsOf(metadatas: readonly EntityMetadata[]): string[] {
  return metadatas.flatMap((metadata) => {
    const declared = personalDataOf(metadata.target as object);
    if (declared) return [...missingIn(metadata, declared), ...senselessIn(metadata, declared)];
    return [`${metadata.tableName} does not say what becomes of it when a person is erased: add @Personal(…).`];
  });
}

function fatedBy({ delete: deleted, anonymise, keep }: PersonalData): string[] {
  return [deleted, anonymise, keep].flatMap((group) => group?.columns ?? []);
}

function missingIn({ tableName, columns, foreignKeys }: EntityMetadata, declared: PersonalData): string[] {
  const { of = [] } = declared;
  const fated = fatedBy(declared);
  const speaking = columns.filter(({ type }) => type === 'varchar' || type === 'text');
  const pointing = foreignKeys.filter(({ referencedEntityMetadata: { tableName: other } }) => other === 'users');
  return [
    ...speaking
      .filter(({ propertyName }) => !fated.includes(propertyName))
      .map(
        ({ propertyName }) => `${tableName}.${propertyName} could be personal: say delete, anonymise or keep, and why.`,
      ),
    ...pointing
      .flatMap((key) => key.columns)
      .filter(({ propertyName }) => !of.includes(propertyName))
      .map(({ propertyName }) => `${tableName}.${propertyName} points to a person: name it in \`of\`.`),
  ];
}

function senselessIn({ tableName, columns }: EntityMetadata, declared: PersonalData): string[] {
  const { of = [], address, pagedBy, delete: deleted, anonymise, keep, withheld } = declared;
  const fated = fatedBy(declared);
  const named = [...fated, ...of, ...(withheld?.columns ?? []), address, pagedBy];
  const known = new Set(columns.map(({ propertyName }) => propertyName));
  return [
    ...named
      .filter((name) => name !== undefined && !known.has(name))
      .map((name) => `${tableName} declares ${name}, which is no column.`),
    ...fated
      .filter((name, index) => fated.indexOf(name) !== index)
      .map((name) => `${tableName}.${name} cannot have two fates.`),
    ...(deleted && (anonymise || keep) ? [`${tableName}: where the row goes, nothing of it stays.`] : []),
    ...((deleted || anonymise) && of.length === 0 ? [`${tableName} does not say whose its rows are.`] : []),
    ...[deleted, anonymise, keep, withheld].filter(isUnreasoned).map(() => `${tableName} gives no reason.`),
  ];
}

function isUnreasoned(group: Group): boolean {
  return group !== undefined && (group.because.length < 10 || group.columns.length === 0);
}

/** As the database has them. */
async function metadatasOf(entities: readonly Function[]): Promise<EntityMetadata[]> {
  const { url, drop } = await createTestDatabase();
  const engine = await openEngine(url, { entities, limits: DEFAULT_LIMITS });
  const { entityMetadatas } = engine.reader;
  await engine.close();
  await drop();
  return entityMetadatas;
}

@Entity('diaries')
class UndeclaredEntity {
  @PrimaryColumn(primaryKey('diaries', id()))
  id!: string;
}

@Entity('notes')
@Personal<ForgetfulEntity>({
  delete: { columns: ['id', 'readerId'], because: 'It goes with whose it was.' },
  keep: { columns: ['id'], because: '' },
})
class ForgetfulEntity {
  @PrimaryColumn(primaryKey('notes', id()))
  id!: string;

  @Column(text(20))
  colour!: string;

  @Column(counter())
  version!: number;

  @Column(nullable(id()))
  @ForeignKey('users', { name: 'fk_notes_reader_id', onUpdate: 'NO ACTION', onDelete: 'NO ACTION' })
  readerId!: string | null;
}

describe('what the entities say about people', () => {
  it('is said of every column that could be personal', async () => {
    const metadatas = await metadatasOf(ENTITIES);
    expect(metadatas.length).toBe(ENTITIES.length);
    expect(problemsOf(metadatas)).toEqual([]);
  });

  it('is missed where it is not said, and found where it makes no sense', async () => {
    expect(problemsOf(await metadatasOf([UndeclaredEntity]))).toEqual([
      'diaries does not say what becomes of it when a person is erased: add @Personal(…).',
    ]);
    expect(problemsOf(await metadatasOf([ForgetfulEntity, UserEntity, RoleEntity]))).toEqual([
      'notes.colour could be personal: say delete, anonymise or keep, and why.',
      'notes.readerId points to a person: name it in `of`.',
      'notes.id cannot have two fates.',
      'notes: where the row goes, nothing of it stays.',
      'notes does not say whose its rows are.',
      'notes gives no reason.',
    ]);
  });
});
