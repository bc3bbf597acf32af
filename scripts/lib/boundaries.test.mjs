import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkSource, TREES } from './boundaries.mjs';

const [backend, frontend] = TREES;
assert.ok(backend && frontend);

/** The promises of docs/architecture.md, written out a second time so that a slip in the table is seen. */
const FORBIDDEN_IN_API = [
  ['base', 'users'],
  ['database', 'users'],
  ['http', 'access'],
  ['access', 'users'],
  ['access', 'auth'],
  ['roles', 'users'],
  ['users', 'auth'],
  ['users', 'sessions'],
  ['resources', 'auth'],
  ['resources', 'users'],
  ['resources', 'sessions'],
];
const FORBIDDEN_IN_WEB_APP = [
  ['lib', 'auth'],
  ['lib', 'features'],
  ['components', 'auth'],
  ['components', 'features'],
  ['auth', 'features'],
  ['features', 'app'],
  ['proxy', 'features'],
];

/** A file of a layer. @param {import('./boundaries.mjs').Tree} tree @param {string} layer */
function fileIn(tree, layer) {
  return layer === 'base' ? (tree.base[0] ?? '') : `${layer}/a.service.ts`;
}

/** The layers that a file of layer `from` is let import. @param {import('./boundaries.mjs').Tree} tree @param {string} from */
function importable(tree, from) {
  const prefix = from === 'base' ? './' : '../';
  return Object.keys(tree.layers).filter((to) => {
    const text = `import { B } from '${prefix}${fileIn(tree, to)}';`;
    return to !== from && checkSource(tree, fileIn(tree, from), text).length === 0;
  });
}

describe('boundaries', () => {
  for (const tree of [backend, frontend]) {
    it(`lets each layer of ${tree.root} import what the table says and nothing else`, () => {
      for (const [from, allowed] of Object.entries(tree.layers)) {
        const others = allowed.filter((to) => to !== from);
        assert.deepEqual(importable(tree, from).toSorted(), others.toSorted(), from);
      }
    });

    it(`has no circle among the layers of ${tree.root}`, () => {
      const done = new Set();
      /** @param {string} layer @param {string[]} path */
      const visit = (layer, path) => {
        assert.ok(!path.includes(layer), [...path, layer].join(' -> '));
        if (!done.has(layer)) for (const next of tree.layers[layer] ?? []) visit(next, [...path, layer]);
        done.add(layer);
      };
      for (const layer of Object.keys(tree.layers)) visit(layer, []);
    });
  }

  it('forbids each direction that the architecture forbids', () => {
    for (const [from = '', to = ''] of FORBIDDEN_IN_API) {
      assert.ok(!importable(backend, from).includes(to), `${from} imports ${to}`);
    }
    for (const [from = '', to = ''] of FORBIDDEN_IN_WEB_APP) {
      assert.ok(!importable(frontend, from).includes(to), `${from} imports ${to}`);
    }
  });

  it('reads the alias of the web app like a relative path', () => {
    assert.equal(checkSource(frontend, 'lib/api.ts', `import { a } from '@/auth/session';`).length, 1);
  });

  it('sees type imports, re-exports, dynamic imports and require alike', () => {
    for (const text of [
      `import type { A } from '../auth/a';`,
      `export { A } from '../auth/a'; export const b = 1;`,
      `const a = await import('../auth/a');`,
      `const a = require('../auth/a');`,
      `import a = require('../auth/a');`,
    ]) {
      assert.deepEqual(checkSource(backend, 'users/users.service.ts', text), [
        'backend/src/users/users.service.ts imports auth/a. users may not import auth.',
      ]);
    }
  });

  it('keeps entities and controllers inside their feature', () => {
    for (const file of ['../users/user.entity', '../users/users.controller']) {
      assert.equal(checkSource(backend, 'auth/login.service.ts', `import { A } from '${file}';`).length, 1);
    }
    assert.deepEqual(checkSource(backend, 'users/users.service.ts', `import { A } from './user.entity';`), []);
  });

  it('keeps one feature of the web app out of another', () => {
    const text = `import { A } from '@/features/resources/a';`;
    assert.equal(checkSource(frontend, 'features/users/table.tsx', text).length, 1);
    assert.deepEqual(checkSource(frontend, 'features/resources/table.tsx', text), []);
  });

  it('lets nothing import the entry of the application', () => {
    assert.equal(checkSource(backend, 'users/users.module.ts', `import { A } from '../app.module';`).length, 1);
    assert.deepEqual(checkSource(backend, 'main.ts', `import { A } from './app.module';`), []);
  });

  it('lets only one file of each side read the environment', () => {
    const text = `export const port = process.env.API_PORT;`;
    assert.equal(checkSource(backend, 'users/users.service.ts', text).length, 1);
    assert.equal(checkSource(backend, 'main.ts', text).length, 1);
    assert.deepEqual(checkSource(backend, 'config.ts', text), []);
    assert.deepEqual(checkSource(backend, 'users/users.service.ts', `// not process.env\nexport const a = 1;`), []);
  });

  it('forbids barrel files', () => {
    assert.equal(checkSource(backend, 'users/index.ts', `export * from './a';\nexport { B } from './b';`).length, 1);
    assert.equal(checkSource(backend, 'users/all.ts', `import { a } from './a';\nexport { a };`).length, 1);
    assert.deepEqual(checkSource(backend, 'users/a.ts', `export * from './b';\nexport const c = 1;`), []);
  });

  it('asks for a layer when a folder has none', () => {
    const [problem = ''] = checkSource(backend, 'billing/a.ts', `import { B } from '../users/b';`);
    assert.match(problem, /has no layer yet/);
  });
});
