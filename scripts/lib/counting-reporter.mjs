/**
 * A reporter for node:test that prints only the counts, as JSON: `{"passed": 1, "failed": 0}`.
 * A skipped or unfinished test is a failed one: nothing is skipped in silence.
 *
 * @param {AsyncIterable<{ type: string, data: { skip?: unknown, todo?: unknown, details?: { type?: string } } }>} events
 */
export default async function* countingReporter(events) {
  const counts = { passed: 0, failed: 0 };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite' && type === 'test:pass') continue;
    const isGood = type === 'test:pass' && data.skip === undefined && data.todo === undefined;
    counts[isGood ? 'passed' : 'failed'] += 1;
  }
  yield JSON.stringify(counts);
}
