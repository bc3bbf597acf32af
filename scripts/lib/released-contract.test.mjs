import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from './paths.mjs';
import { contractFaults, faultsSinceRelease, MEANT, release, RELEASED } from './released-contract.mjs';

const read = (/** @type {string} */ path) => readFileSync(join(ROOT, path), 'utf8');
/** @returns {Record<string, any>} */
const released = () => JSON.parse(read(RELEASED));
const GONE = 'PATCH /v1/me is gone.';

function broken() {
  const contract = released();
  delete contract.paths['/v1/me'].patch;
  return contract;
}

describe('the contract since the last release', () => {
  it('breaks nobody, but for what is meant', () => {
    assert.deepEqual(faultsSinceRelease(ROOT, JSON.parse(read('docs/openapi.json'))), []);
  });

  it('is refused a break that nobody has meant, whatever was committed meanwhile', () => {
    assert.deepEqual(contractFaults(released(), broken(), read(MEANT)), [GONE]);
  });

  it('may break what is meant, in the same words', () => {
    assert.deepEqual(contractFaults(released(), broken(), `# Breaks\n\n- ${GONE}\n`), []);
    assert.deepEqual(contractFaults(released(), broken(), `# Breaks\n\n- PATCH /v1/me is different.\n`), [
      GONE,
      `${MEANT} says “PATCH /v1/me is different.”, which is not so.`,
    ]);
  });

  it('begins anew with a release', () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-release-'));
    try {
      mkdirSync(join(folder, 'docs'));
      writeFileSync(join(folder, RELEASED), JSON.stringify(released()));
      writeFileSync(join(folder, MEANT), `- ${GONE}\n`);
      release(folder, broken());
      assert.deepEqual(faultsSinceRelease(folder, broken()), []);
      assert.equal(readFileSync(join(folder, MEANT), 'utf8').includes(GONE), false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
