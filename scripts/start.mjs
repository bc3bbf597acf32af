#!/usr/bin/env node
/**
 * `npm start`: from a fresh clone to a running Latchkey.
 *
 * What takes long is skipped when nothing changed; what can be refused is refused before anything slow begins.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
void import('./lib/start.mjs').then(({ main }) => main());
