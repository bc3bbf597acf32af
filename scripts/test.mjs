#!/usr/bin/env node
/**
 * `npm test`: everything, on the embedded database; with `MYSQL_URL=mysql://…` what uses a database, on that one.
 *
 *   npm test -- backend             one suite
 *   npm test -- backend users       its files whose names contain "users"
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
void import('./lib/test.mjs').then(({ main }) => main());
