import { Injectable } from '@nestjs/common';
import { LiveSessions } from '../access/live-sessions';
import type { Tx } from '../database/database';
import { Problem } from '../http/problem';
import { searchKey } from '../search-key';
import { UserEntity } from './user.entity';
import { writeWords } from './user-words';
import { USER_NAME_MAX_LENGTH } from './users.dto';

type Derived = 'nameKey' | 'passwordChangedAt' | 'version' | 'createdAt' | 'id';

/** What of somebody's row may be changed. What is derived from it follows. */
export type UserColumns = Partial<Omit<UserEntity, Derived>>;

/** The rows of people, written here only: with what is derived from them, so that whoever is there is found. */
@Injectable()
export class UserRows {
  constructor(private readonly liveSessions: LiveSessions) {}

  /** Sets exactly the columns that are given, and lets no session go on with what was there before. */
  async change(tx: Tx, person: Pick<UserEntity, 'id' | 'name' | 'email'>, columns: UserColumns): Promise<void> {
    const { id } = person;
    const { name = person.name, email = person.email } = columns;
    const key = columns.name === undefined ? {} : { nameKey: nameKeyOf(name) };
    const { passwordHash, updatedAt = null } = columns;
    const chosen = passwordHash === undefined ? {} : { passwordChangedAt: passwordHash === null ? null : updatedAt };
    const changes = { ...columns, ...key, ...chosen, version: () => 'version + 1' };
    const { affected } = await tx.manager.update(UserEntity, { id }, changes);
    if (affected !== 1) throw new Problem('not_found');
    if (name !== person.name || email !== person.email) await writeWords(tx, [{ id, name, email }]);
    tx.afterCommit(() => this.liveSessions.forgetUser(id));
  }
}

/** A new person's row. What is not given is not there yet. */
export type NewUser = Pick<UserEntity, 'id' | 'email' | 'name' | 'roleKey' | 'createdAt'> &
  UserColumns &
  Partial<Pick<UserEntity, 'passwordChangedAt'>>;

/** Puts people into the database, who are found from then on. */
export async function insertUsers(tx: Tx, people: readonly NewUser[]): Promise<void> {
  const rows = people.map((person) => {
    return { ...person, nameKey: nameKeyOf(person.name), version: 1, updatedAt: person.createdAt };
  });
  await tx.manager.insert(UserEntity, rows);
  await writeWords(tx, people);
}

function nameKeyOf(name: string): string {
  return searchKey(name, USER_NAME_MAX_LENGTH);
}
