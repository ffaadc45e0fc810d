import { type CdkOptions, readCdkOptions } from '../../../lib/deploy/cdk-options.ts';

test.each<{ line: string; expected: CdkOptions }>([
  { line: '', expected: {} },
  { line: '--profile work', expected: { profile: 'work' } },
  { line: '--profile=work --region eu-west-1', expected: { profile: 'work', region: 'eu-west-1' } },
  { line: '-c config=a.ts', expected: { config: 'a.ts' } },
  { line: '--context config=a.ts', expected: { config: 'a.ts' } },
  { line: '-c config=a.ts -c config=b.ts', expected: { config: 'b.ts' } },
  { line: '-c other=1 --context=config=a.ts -c more=2', expected: { config: 'a.ts' } },
  { line: '--require-approval never Pagebell --profile work', expected: { profile: 'work' } },
  { line: '--hotswap -v --no-rollback', expected: {} },
  { line: '--profile', expected: {} },
])('cdk deploy $line', ({ line, expected }) => {
  expect(readCdkOptions(line.split(' ').filter(Boolean))).toEqual(expected);
});
