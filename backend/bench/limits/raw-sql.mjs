/**
 * The limit of a refresh: the statements that the API sends, and nothing around them. Prepared ones, on two pools as large
 * as the API's, because there too reading and writing are apart. No HTTP, no tokens.
 */
import { createRequire } from 'node:module';
import { limitInput, serveWork } from '../lib/limit.mjs';
import { sharesOf } from '../lib/sessions.mjs';
import { READ, ROTATE, rotation, SESSIONS } from '../lib/statements.mjs';

const mysql = createRequire(import.meta.url)('mysql2/promise');

const POOL_SIZE = 10;

/** @type {{ url: string }} */
const { url } = limitInput();
const reader = mysql.createPool({ uri: url, connectionLimit: POOL_SIZE });
const writer = mysql.createPool({ uri: url, connectionLimit: POOL_SIZE });
const [sessions] = await writer.query(SESSIONS);
const next = sharesOf(/** @type {{ id: string }[]} */ (sessions));

serveWork(async (worker) => {
  const [[row]] = await reader.execute(READ, [next(worker).id]);
  const [{ affectedRows }] = await writer.execute(ROTATE, rotation(row));
  if (affectedRows !== 1) throw new Error('The session was not rotated');
});
