import { OperatorError } from './settings';

/**
 * Runs a command of the API. A failure that the operator can mend is told in its own sentence, any other with its
 * stack, on standard error; either way the process ends with code 1.
 */
export function run(command: () => Promise<void>): void {
  command().catch((error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  });
}

function messageOf(error: unknown): string {
  if (error instanceof OperatorError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
