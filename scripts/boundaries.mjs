#!/usr/bin/env node
/** Who may import whom, held: prints each import that breaks a rule of lib/boundaries.mjs. */
import { findBoundaryProblems } from './lib/boundaries.mjs';

const problems = findBoundaryProblems();
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
