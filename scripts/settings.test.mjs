import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from './lib/paths.mjs';
import { readSettings } from './lib/settings.mjs';

/** @param {string} path relative to the repository */
const read = (path) => readFileSync(join(ROOT, path), 'utf8');

/** Settings as they are read: `settings.integer('API_PORT', …)`, `readOrigin(source, 'API_URL', …)`, `env.DATA_DIR`. */
const READ = /(?:settings\.\w+\(\s*|\((?:source|env), )'([A-Z][A-Z0-9_]+)'|\b(?:source|env)\.([A-Z][A-Z0-9_]+)/g;

/** Not settings: these are given by the system, by npm, or by us to a tool. */
const NOT_SETTINGS = new Set(['LATCHKEY_STANDALONE', 'MYSQL_URL', 'NEXTAUTH_URL', 'PATH']);

/** @param {string[]} files */
function settingsReadBy(files) {
  const names = files.flatMap((file) =>
    [...read(file).matchAll(READ)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
  );
  return new Set(names.filter((name) => !NOT_SETTINGS.has(name)));
}

const example = read('.env.example');
const documented = new Set(example.match(/(?<=^#)[A-Z][A-Z0-9_]+(?==)/gm));

describe('.env.example', () => {
  it('lists exactly the settings that the API and the web app read', () => {
    const known = settingsReadBy([
      'backend/src/config.ts',
      'backend/src/config-providers.ts',
      'frontend/src/lib/env.ts',
      'frontend/src/lib/sign-in-providers.ts',
    ]);
    assert.deepEqual([...documented].toSorted(), [...known].toSorted());
  });

  it('lists every setting that the scripts read', () => {
    const files = ['settings.mjs', 'data-folder.mjs', 'servers.mjs', 'start.mjs'].map((name) => `scripts/lib/${name}`);
    for (const name of settingsReadBy(files)) assert.ok(documented.has(name), name);
  });

  it('explains each setting on the lines above it', () => {
    const blocks = example.trim().split(/(?<=^#[A-Z][A-Z0-9_]+=.*\n)(?!#[A-Z][A-Z0-9_]+=)/m);
    for (const block of blocks) assert.match(block, /^# \S/m, block);
  });

  it('changes nothing when it is copied as it is', () => {
    assert.equal(example.match(/^[^#\n]/m), null);
  });
});

describe('the settings of the scripts', () => {
  it('have defaults for everything', () => {
    const { apiPort, webPort, apiUrl, webUrl, dataDir, isLocal } = readSettings({});
    assert.deepEqual(
      [apiPort, webPort, apiUrl, webUrl],
      [4000, 3000, 'http://localhost:4000', 'http://localhost:3000'],
    );
    assert.equal(dataDir, join(ROOT, 'data'));
    assert.equal(isLocal, true);
  });

  it('take the addresses from the ports, and an empty value for none', () => {
    const { apiUrl, webUrl } = readSettings({ API_PORT: '5001', WEB_PORT: '5002', WEB_URL: '' });
    assert.deepEqual([apiUrl, webUrl], ['http://localhost:5001', 'http://localhost:5002']);
  });

  it('are those of production as soon as the address is public, or when asked', () => {
    assert.equal(readSettings({ WEB_URL: 'https://accounts.example.org' }).isLocal, false);
    assert.equal(readSettings({ NODE_ENV: 'production' }).isLocal, false);
    assert.equal(readSettings({ WEB_URL: 'http://localhost.example.org' }).isLocal, false);
  });

  it('are refused by name when they make no sense', () => {
    assert.throws(() => readSettings({ API_PORT: '70000' }), /^Refusal: API_PORT must be a port number/);
    assert.throws(() => readSettings({ WEB_PORT: '80a' }), /^Refusal: WEB_PORT must be a port number/);
    assert.throws(() => readSettings({ WEB_PORT: '4000' }), /API_PORT and WEB_PORT are both 4000/);
    assert.throws(() => readSettings({ WEB_URL: 'localhost' }), /WEB_URL must be an address/);
  });
});
