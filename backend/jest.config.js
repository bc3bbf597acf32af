/** Packages that come as ES modules; everything is turned into CommonJS, so that no flags are needed on any Node. */
const esmPackages = [
  '@nestjs', 'jose', 'uid', 'file-type', 'load-esm', 'strtok3', 'token-types', 'uint8array-extras', '@tokenizer',
  '@borewit', '@fastify', 'fastify', 'fastify-plugin', 'find-my-way', 'cookie', 'content-disposition', 'es-toolkit', 'js-yaml', 'iterare',
].join('|'); // prettier-ignore

/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: [
    // Units, in which no database has a part.
    ...(process.env.MYSQL_URL ? [] : ['<rootDir>/src/**/*.spec.ts']),
    '<rootDir>/test/**/*.e2e-spec.ts',
    // What can be true of a database server only.
    ...(process.env.MYSQL_URL ? ['<rootDir>/test/**/*.mysql-spec.ts'] : []),
    // What can be true of a cluster of them only. See scripts/galera.mjs.
    ...(process.env.GALERA_URLS ? ['<rootDir>/test/**/*.cluster-spec.ts'] : []),
  ],
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages})/)`],
  // A hundred thousand schedules in memory, in which no database has a part.
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.MYSQL_URL ? ['/test/rotation/decision\\.'] : [])],
  testSequencer: '<rootDir>/test/slow-first.cjs',
  setupFiles: ['reflect-metadata'],
  testTimeout: 30_000,
  maxWorkers: 2,
};
