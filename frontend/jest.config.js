/** Units beside the code. What needs the whole app is in e2e/. @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src'],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  moduleNameMapper: {
    '^@/(.*)$': '<rootDir>/src/$1',
    '^@latchkey/client$': '<rootDir>/../client/src/index.ts',
    '\\.module\\.css$': '<rootDir>/src/test-support/class-names.js',
    // Only a bundler knows the condition under which it does nothing.
    '^server-only$': '<rootDir>/src/test-support/nothing.js',
  },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2022',
          transform: { react: { runtime: 'automatic' } },
        },
      },
    ],
  },
};
