import backend from '../backend/jest.config.js';

/** The client asks the API itself, so what turns the API into something that Jest runs is needed here, too. @type {import('jest').Config} */
export default {
  ...backend,
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  testSequencer: undefined,
  testPathIgnorePatterns: ['/node_modules/'],
};
