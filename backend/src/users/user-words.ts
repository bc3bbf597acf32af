import type { Tx } from '../database/database';
import { placeholders } from '../database/parameters';
import { searchWords } from '../search-key';

interface NamedPerson {
  id: string;
  name: string;
  email: string;
}

/** So that no statement has more parameters than an engine takes. */
const ROWS_PER_STATEMENT = 2_000;

/** Lets people be found by the name and the address that they have now. Belongs to every write of either. */
export async function writeWords(tx: Tx, people: readonly NamedPerson[]): Promise<void> {
  const ids = people.map(({ id }) => id);
  await tx.execute(`DELETE FROM user_words WHERE user_id IN (${placeholders(ids.length)})`, ids);
  const rows = people.flatMap((person) => searchWords(person).map((word) => [word, person.id]));
  for (let first = 0; first < rows.length; first += ROWS_PER_STATEMENT) {
    const some = rows.slice(first, first + ROWS_PER_STATEMENT);
    const marks = some.map(() => '(?, ?)').join(', ');
    await tx.execute(`INSERT INTO user_words (word, user_id) VALUES ${marks}`, some.flat());
  }
}
