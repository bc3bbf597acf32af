import { Database } from '../src/database/database';

/**
 * Opens the database named by its argument and writes pairs of rows for ever, several at once. Says `ready` when it has
 * begun, and the number of each pair once that is acknowledged.
 */
async function main(url: string): Promise<void> {
  const database = await Database.open({ url });
  await database.execute('CREATE TABLE pairs (number INT NOT NULL, half INT NOT NULL, PRIMARY KEY (number, half))');
  process.stdout.write('ready\n');
  let next = 0;
  const writeOn = async (): Promise<never> => {
    for (;;) {
      const number = next++;
      await database.write(async (tx) => {
        for (const half of [1, 2]) await tx.execute('INSERT INTO pairs (number, half) VALUES (?, ?)', [number, half]);
      });
      process.stdout.write(`${number}\n`);
    }
  };
  await Promise.all([writeOn(), writeOn(), writeOn()]);
}

void main(process.argv[2] ?? '');
