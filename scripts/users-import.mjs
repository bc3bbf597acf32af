#!/usr/bin/env node
/** `npm run users:import -- people.csv [--dry-run] [--report file]`: imports people. @see docs/operations.md */
import { runApiCommand } from './lib/api-command.mjs';
import { API_USERS_IMPORT } from './lib/paths.mjs';
import { runScript } from './lib/script.mjs';

await runScript(() => runApiCommand(API_USERS_IMPORT));
