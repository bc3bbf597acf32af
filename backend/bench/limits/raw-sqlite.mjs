/** As raw-sql.mjs, on the embedded database: the same driver, and each commit on the disk before the next. */
import { createRequire } from 'node:module';
import { limitInput, serveWork } from '../lib/limit.mjs';
import { sharesOf } from '../lib/sessions.mjs';
import { READ, ROTATE, rotation, SESSIONS } from '../lib/statements.mjs';

const { DatabaseSync } = createRequire(import.meta.url)('@photostructure/sqlite');

/** @type {{ url: string }} */
const { url } = limitInput();
const path = url.slice('sqlite:'.length);
const [reader, writer] = [new DatabaseSync(path), new DatabaseSync(path)];
for (const connection of [reader, writer]) connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
// Also keeps them: the driver lets a connection be collected under its statements.
process.once('exit', () => [reader, writer].forEach((connection) => connection.close()));
const read = reader.prepare(READ);
const rotate = writer.prepare(ROTATE);
const next = sharesOf(/** @type {{ id: string }[]} */ (reader.prepare(SESSIONS).all()));

serveWork(async (worker) => {
  const row = read.get(next(worker).id);
  const { changes } = rotate.run(...rotation(row));
  if (changes !== 1) throw new Error('The session was not rotated');
  // Synchronous through and through: without this nobody would ever look at the clock.
  await new Promise(setImmediate);
});
