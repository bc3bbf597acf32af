import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import countingReporter from './counting-reporter.mjs';
import { countJest, countPlaywright, resultOf, SUITES } from './suites.mjs';
import { choose } from './test.mjs';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-suites-'));
after(() => rmSync(folder, { recursive: true }));

const [suite] = SUITES;
assert.ok(suite);

/** @param {unknown} content */
function reportOf(content) {
  const file = join(folder, 'report.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** @param {ReturnType<typeof choose>} choice */
function names({ suites }) {
  return suites.map(({ name }) => name);
}

describe('the result of a suite', () => {
  it('counts a skipped test as failed, with every runner', async () => {
    const jest = { numPassedTests: 3, numTotalTests: 5, numRuntimeErrorTestSuites: 0 };
    assert.deepEqual(countJest(jest), { passed: 3, failed: 2 });
    const playwright = { stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 1 }, errors: [] };
    assert.deepEqual(countPlaywright(playwright), { passed: 3, failed: 1 });

    async function* events() {
      yield { type: 'test:pass', data: { details: { type: 'test' } } };
      yield { type: 'test:pass', data: { skip: true, details: { type: 'test' } } };
      yield { type: 'test:pass', data: { details: { type: 'suite' } } };
      yield { type: 'test:diagnostic', data: {} };
    }
    const chunks = [];
    for await (const chunk of countingReporter(events())) chunks.push(chunk);
    assert.equal(chunks.join(''), '{"passed":1,"failed":1}');
  });

  it('is a failure when a file of tests cannot be loaded', () => {
    assert.deepEqual(countJest({ numPassedTests: 3, numTotalTests: 3, numRuntimeErrorTestSuites: 1 }), {
      passed: 3,
      failed: 1,
    });
  });

  it('is a failure when no test ran', () => {
    assert.equal(resultOf(suite, reportOf({ passed: 0, failed: 0 }), true).failed, 1);
  });

  it('is a failure when the runner left no report, or half of one', () => {
    assert.equal(resultOf(suite, join(folder, 'none.json'), true).failed, 1);
    assert.equal(resultOf(suite, reportOf('{"passed":'), true).failed, 1);
  });

  it('is a failure when the runner failed although each test passed', () => {
    assert.deepEqual(resultOf(suite, reportOf({ passed: 2, failed: 0 }), false), {
      passed: 2,
      failed: 1,
      note: 'its runner failed',
    });
  });
});

describe('the choice of suites', () => {
  it('is everything on the embedded database', () => {
    assert.deepEqual(names(choose([], false)), ['check', 'backend', 'client', 'frontend', 'journeys', 'scripts']);
  });

  it('leaves out what uses no database when another one is tested', () => {
    assert.deepEqual(names(choose([], true)), ['backend', 'client', 'journeys']);
  });

  it('takes names of suites and parts of names of files', () => {
    const choice = choose(['backend', 'users'], false);
    assert.deepEqual(names(choice), ['backend']);
    assert.deepEqual(choice.filters, ['users']);
  });

  it('asks for a suite when only a file is named', () => {
    assert.throws(() => choose(['users'], false), /Name a suite first: check, backend/);
  });
});
