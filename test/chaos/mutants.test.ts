import { readFileSync } from 'node:fs';
import { MUTANTS } from './mutants.ts';

test.each(MUTANTS)('what is taken away by "$name" is still in the code, once', ({ file, text }) => {
  expect(readFileSync(file, 'utf8').split(text)).toHaveLength(2);
});
