#!/usr/bin/env node
/** `npm run audit:verify [-- <end>]`: whether the record of what happened is as it was written. @see docs/operations.md */
import { runApiCommand } from './lib/api-command.mjs';
import { API_AUDIT_VERIFY } from './lib/paths.mjs';
import { runScript } from './lib/script.mjs';

await runScript(() => runApiCommand(API_AUDIT_VERIFY));
