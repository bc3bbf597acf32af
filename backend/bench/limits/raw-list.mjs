/** The limit of a list: its one statement, prepared, on a pool as large as the API's. No HTTP, no rights. */
import { createRequire } from 'node:module';
import { limitInput, serveWork } from '../lib/limit.mjs';

const mysql = createRequire(import.meta.url)('mysql2/promise');

/** @type {{ url: string, statement: { sql: string, parameters: unknown[] } }} */
const { url, statement } = limitInput();
const pool = mysql.createPool({ uri: url, connectionLimit: 10 });

serveWork(async () => {
  const [rows] = await pool.query(statement.sql, statement.parameters);
  if (rows.length === 0) throw new Error('The list was empty');
});
