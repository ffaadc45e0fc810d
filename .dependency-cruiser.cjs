/**
 * Imports point one way: core ← adapters ← handlers, and use cases see ports, not adapters.
 *
 * Parsed by swc: dependency-cruiser cannot use TypeScript 7, which has no JS API, and without a parser it would
 * find no modules and pass. A test counts the modules, and checks each rule against a file that breaks it.
 */
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-is-pure',
      comment:
        'core imports only core, zod, time zones, what finds a mistyped key, and node:crypto for digests',
      severity: 'error',
      from: { path: '^lambdas/core/' },
      to: { pathNot: ['^lambdas/core/', '^node_modules/(zod|@date-fns/tz|leven)/', '^(node:)?crypto$'] },
    },
    {
      name: 'adapters-know-core-only',
      severity: 'error',
      from: { path: '^lambdas/adapters/' },
      to: { path: '^lambdas/', pathNot: ['^lambdas/(core|adapters)/'] },
    },
    {
      name: 'use-cases-see-ports',
      comment: 'only a handler builds adapters',
      severity: 'error',
      from: { path: '^lambdas/(ingress|consumer|timer|dashboard)/', pathNot: '/handler\\.ts$' },
      to: { path: '^lambdas/adapters/' },
    },
    {
      name: 'functions-are-apart',
      severity: 'error',
      from: { path: '^lambdas/(ingress|consumer|timer|dashboard)/' },
      to: { path: '^lambdas/(ingress|consumer|timer|dashboard)/', pathNot: '^lambdas/$1/' },
    },
    {
      name: 'functions-stand-alone',
      severity: 'error',
      from: { path: '^lambdas/' },
      to: { path: ['^(lib|local|bin|test)/', '^node_modules/aws-cdk-lib/', '^node_modules/constructs/'] },
    },
    {
      name: 'no-way-into-use-cases',
      severity: 'error',
      from: { path: '^(lib|local)/' },
      to: { path: '^lambdas/(ingress|consumer|timer|dashboard)/', pathNot: '/environment\\.ts$' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/fixtures/architecture/' },
  },
};
