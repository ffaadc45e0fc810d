import { isForLoopback } from '../../../lambdas/core/loopback.ts';

test.each([
  { host: '127.0.0.1:3000', names: ['host', 'accept'], expected: true },
  { host: 'localhost', names: [], expected: true },
  { host: '[::1]:3000', names: [], expected: true },
  { host: undefined, names: [], expected: false },
  { host: 'abc.execute-api.eu-west-1.amazonaws.com', names: ['x-forwarded-for'], expected: false },
  { host: 'localhost.example.com', names: [], expected: false },
  { host: '127.0.0.1:3000', names: ['x-forwarded-for'], expected: false },
  { host: 'localhost:3000', names: ['cf-ray'], expected: false },
])('$host with $names: $expected', ({ host, names, expected }) => {
  expect(isForLoopback(host, names)).toBe(expected);
});
