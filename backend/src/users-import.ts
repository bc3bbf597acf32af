import 'reflect-metadata';
import { createReadStream, createWriteStream, existsSync, type ReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse';
import { AuditLog } from './audit/audit-log';
import { AuditSealer } from './audit/audit-sealer';
import { byCommand } from './audit/by-command';
import { foreignVerifier } from './auth/foreign-hashes';
import { Clock } from './clock';
import { loadConfig } from './config';
import { Database, type Tx } from './database/database';
import { isUniqueViolation } from './database/errors';
import { placeholders } from './database/parameters';
import { uuidv7 } from './database/uuid';
import { ENTITIES } from './entities';
import { run } from './run';
import { OperatorError } from './settings';
import {
  IMPORT_COLUMNS,
  type ImportedPerson,
  type ImportedRow,
  type ImportRules,
  personFrom,
} from './users/imported-person';
import { insertUsers } from './users/user-rows';

/** People in a unit of work. What a kill undoes is no more than this. */
const BATCH = 500;
const SAY_EVERY_MS = 1_000;
const MAX_ATTEMPTS = 5;
const BAR_WIDTH = 24;

interface NumberedRow {
  line: number;
  row: ImportedRow;
}

interface Totals {
  rows: number;
  imported: number;
  thereAlready: number;
  bad: number;
}

/**
 * `node dist/users-import.js <file.csv|file.jsonl> [--dry-run] [--report <file>]`: imports people, with hashes of their
 * passwords that other systems made. Reads the file as it goes. Whoever is there already is left as they are, so that it
 * can be started again after it was cut off.
 */
run(async () => {
  const { file, isDryRun, report } = readWish();
  const database = await Database.open({ url: loadConfig().databaseUrl, entities: ENTITIES });
  const sealer = new AuditSealer(database);
  const clock = new Clock();
  const complain = report ? createWriteStream(report) : process.stderr;
  try {
    const roles = await database.query<{ key: string }>('SELECT `key` FROM roles');
    const rules = {
      roles: new Set(roles.map(({ key }) => key)),
      isKnownHash: (hash: string) => hash.length <= 255 && foreignVerifier(hash) !== undefined,
      now: clock.now(),
    };
    const audit = new AuditLog(clock, database, sealer);
    const totals = await importAll({ file, rules, isDryRun, complain, database, audit });
    while ((await database.query('SELECT id FROM audit_events WHERE sequence IS NULL LIMIT 1')).length > 0)
      await sealer.seal();
    process.stdout.write(`\n${sentenceOf(totals, isDryRun)}\n`);
    if (totals.bad > 0) process.exitCode = 1;
  } finally {
    await sealer.onApplicationShutdown();
    await database.close();
    if (report) complain.end();
  }
});

function readWish(): { file: string; isDryRun: boolean; report: string | undefined } {
  const options = { 'dry-run': { type: 'boolean' }, report: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [file] = positionals;
  if (!file || !existsSync(file)) {
    throw new OperatorError('Give the file: npm run users:import -- people.csv (or .jsonl), see docs/operations.md.');
  }
  return { file, isDryRun: values['dry-run'] === true, report: values.report };
}

interface Import {
  file: string;
  rules: ImportRules;
  isDryRun: boolean;
  complain: NodeJS.WritableStream;
  database: Database;
  audit: AuditLog;
}

async function importAll(what: Import): Promise<Totals> {
  const totals: Totals = { rows: 0, imported: 0, thereAlready: 0, bad: 0 };
  let batch = new Map<string, ImportedPerson>();
  let saidAt = 0;
  const flush = async () => {
    const added = await importBatch(what, [...batch.values()]);
    totals.imported += added;
    totals.thereAlready += batch.size - added;
    batch = new Map();
  };
  const size = statSync(what.file).size;
  const input = createReadStream(what.file, 'utf8');
  for await (const { line, row } of rowsOf(what.file, input)) {
    totals.rows += 1;
    const person = personFrom(row, what.rules);
    if (typeof person === 'string') {
      totals.bad += 1;
      what.complain.write(`line ${line}: ${person}\n`);
    } else if (batch.has(person.email)) totals.thereAlready += 1;
    else batch.set(person.email, person);
    if (batch.size === BATCH) await flush();
    if (Date.now() - saidAt < SAY_EVERY_MS) continue;
    saidAt = Date.now();
    sayProgress(totals, input.bytesRead / size);
  }
  if (batch.size > 0) await flush();
  sayProgress(totals, 1);
  return totals;
}

/** @returns how many of them were not there yet */
async function importBatch({ database, audit, isDryRun }: Import, people: readonly ImportedPerson[]): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.write(async (tx) => {
        const missing = await missingOf(tx, people);
        if (isDryRun || missing.length === 0) return missing.length;
        const rows = missing.map((person) => ({ ...person, id: uuidv7(person.createdAt) }));
        await insertUsers(tx, rows);
        await audit.record(
          tx,
          ...rows.map(({ id, email, roleKey: role }) => {
            return {
              by: byCommand('npm run users:import'),
              action: 'user.import',
              subject: { kind: 'user', id },
              after: { email, role },
            } as const;
          }),
        );
        return missing.length;
      });
    } catch (error) {
      // Somebody signed up with one of the addresses at this very moment: they are there already, then.
      if (!isUniqueViolation(error) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

async function missingOf(tx: Tx, people: readonly ImportedPerson[]): Promise<ImportedPerson[]> {
  const found = await tx.query<{ email: string }>(
    `SELECT email FROM users WHERE email IN (${placeholders(people.length)})`,
    people.map(({ email }) => email),
  );
  const there = new Set(found.map(({ email }) => email));
  return people.filter(({ email }) => !there.has(email));
}

function rowsOf(file: string, input: ReadStream): AsyncIterable<NumberedRow> {
  return /\.(jsonl|ndjson)$/i.test(file) ? jsonRows(input) : csvRows(input);
}

async function* jsonRows(input: ReadStream): AsyncIterable<NumberedRow> {
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() !== '') yield { line, row: rowFrom(text) };
  }
}

/** A line that is no object is a row without an address. */
function rowFrom(text: string): ImportedRow {
  try {
    const row: unknown = JSON.parse(text);
    return typeof row === 'object' && row !== null ? row : {};
  } catch {
    return {};
  }
}

async function* csvRows(input: ReadStream): AsyncIterable<NumberedRow> {
  const parser = input.pipe(
    parse({ bom: true, columns: checkedColumns, info: true, relax_column_count: true, skip_empty_lines: true }),
  );
  for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: ImportedRow }>) {
    yield { line: info.lines, row: record };
  }
}

function checkedColumns(header: string[]): string[] {
  const columns = header.map((column) => column.trim().toLowerCase());
  const unknown = columns.filter((column) => !IMPORT_COLUMNS.some((known) => known === column));
  if (unknown.length > 0 || !columns.includes('email')) {
    throw new OperatorError(`The first line names the columns, email among them: ${IMPORT_COLUMNS.join(', ')}.`);
  }
  return columns;
}

/** A bar that is drawn over itself at a terminal, a line each time elsewhere. @param part of the file, 0 to 1 */
function sayProgress({ rows, imported, thereAlready, bad }: Totals, part: number): void {
  const filled = Math.round(part * BAR_WIDTH);
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${Math.floor(part * 100)} %`;
  const counted = [`${rows.toLocaleString('en')} rows`, `${imported.toLocaleString('en')} imported`];
  counted.push(`${thereAlready.toLocaleString('en')} there already`, `${bad.toLocaleString('en')} bad`);
  const text = `${bar}  ${counted.join(', ')}`;
  process.stdout.write(process.stdout.isTTY ? `\r${text}` : `${text}\n`);
}

function sentenceOf({ imported, thereAlready, bad }: Totals, isDryRun: boolean): string {
  const done = isDryRun ? 'would be imported' : 'imported';
  return `${imported} ${done}, ${thereAlready} there already, ${bad} bad.`;
}
