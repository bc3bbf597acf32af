#!/usr/bin/env node
/**
 * A private MariaDB for tests: its own data folder, socket and port, gone afterwards.
 *
 *   node scripts/mariadb.mjs -- npm test      runs a command with MYSQL_URL set
 *   node scripts/mariadb.mjs                  prints the address and runs until Ctrl-C
 *
 * Needs Debian's `mariadb-server-core` (or any mariadbd in the PATH); works as root and as anybody else.
 */
import { Child } from './lib/children.mjs';
import { startMariadb } from './lib/mariadb.mjs';
import { say } from './lib/output.mjs';
import { runScript } from './lib/script.mjs';

const [separator, program, ...args] = process.argv.slice(2);
const hasCommand = separator === '--' && program !== undefined;

await runScript(
  async () => {
    const server = await startMariadb();
    try {
      const env = { ...process.env, MYSQL_URL: server.url };
      if (hasCommand) return (await new Child({ name: program, program, args, env, inherits: true }).exited).code ?? 1;
      say(`MYSQL_URL=${server.url}`);
      return (await server.exited).code ?? 1;
    } finally {
      await server.stop();
    }
  },
  { isServer: !hasCommand },
);
