/** Every suite runs as CommonJS through swc, which TypeScript 7 (no JS API) does not hinder. */
const shared = {
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/cdk.out'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  setupFiles: ['<rootDir>/test/setup.ts'],
};
const suites = (...names) => names.map((name) => `<rootDir>/test/${name}/**/*.test.ts`);

export default {
  // What hangs ends; what is slow on a busy machine is no failure.
  testTimeout: 60_000,
  projects: [
    { ...shared, displayName: 'parts', testMatch: suites('unit', 'contract', 'infra', 'chaos') },
    {
      ...shared,
      displayName: 'flow',
      testMatch: suites('flow'),
      globalSetup: '<rootDir>/test/flow/support/synthesise.ts',
      globalTeardown: '<rootDir>/test/flow/support/clean-up.ts',
    },
  ],
};
