import all from '../../jest.config.mjs';

const flow = all.projects.find(({ displayName }) => displayName === 'flow');

/** Apart from the other suites: it needs Chromium, and `npm test` only Node. */
export default {
  ...flow,
  rootDir: '../..',
  displayName: 'browser',
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  globalSetup: '<rootDir>/test/browser/support/set-up.ts',
  // A browser on a busy machine is slow; a page that shows something wrong ends much earlier.
  testTimeout: 180_000,
};
