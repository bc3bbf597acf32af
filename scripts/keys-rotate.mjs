#!/usr/bin/env node
/** `npm run keys:rotate [-- --wait <seconds> | --at-once]`: the next key of access tokens. @see docs/operations.md */
import { runApiCommand } from './lib/api-command.mjs';
import { API_KEYS_ROTATE } from './lib/paths.mjs';
import { runScript } from './lib/script.mjs';

await runScript(() => runApiCommand(API_KEYS_ROTATE));
