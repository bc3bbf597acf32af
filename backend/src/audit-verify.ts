import 'reflect-metadata';
import { verifyChain, type Verification } from './audit/verify';
import { loadConfig } from './config';
import { openReader } from './database/reader';
import { run } from './run';
import { OperatorError } from './settings';

/**
 * `node dist/audit-verify.js [<sequence>:<hash>]`: reads the record of what happened from one end to the other, also while
 * the API runs, and ends with code 1 when an event was changed, removed or inserted. What it prints as the end may be
 * kept elsewhere and given to a later run.
 */
run(async () => {
  const noted = notedEnd(process.argv[2]);
  const reader = await openReader(loadConfig().databaseUrl);
  try {
    process.stdout.write(`${sentencesOf(await verifyChain(reader, noted)).join('\n')}\n`);
  } finally {
    await reader.close();
  }
});

function notedEnd(argument: string | undefined): { sequence: number; hash: string } | undefined {
  if (argument === undefined) return undefined;
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(argument) ?? [];
  if (sequence === undefined || hash === undefined)
    throw new OperatorError('Give the end that an earlier run printed, as <number>:<64 hexadecimal digits>.');
  return { sequence: Number(sequence), hash };
}

function sentencesOf({ verified, end, unsealed, fault }: Verification): string[] {
  if (fault !== undefined) process.exitCode = 1;
  return [
    ...(fault === undefined ? [] : [fault]),
    `${verified} ${verified === 1 ? 'event is as it was' : 'events are as they were'} recorded.`,
    ...(unsealed === 0 ? [] : [`Not sealed yet: ${unsealed}. The API does that within a second.`]),
    `End of the chain: ${end.sequence}:${end.hash}`,
  ];
}
