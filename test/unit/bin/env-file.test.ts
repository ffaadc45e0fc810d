import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import * as fc from 'fast-check';
import { withVariables, writeVariables } from '../../../bin/adapters/env-file.ts';
import { assertProperty } from '../core/assert-property.ts';

const TOKEN = 'ntn_123';

test.each([
  ['an empty file', '', 'NOTION_TOKEN=ntn_123\n'],
  ['others and comments', '# mine\nPORT=1\n', '# mine\nPORT=1\nNOTION_TOKEN=ntn_123\n'],
  ['no line break at the end', 'PORT=1', 'PORT=1\nNOTION_TOKEN=ntn_123\n'],
  ['an older value', 'NOTION_TOKEN=old\nPORT=1\n', 'NOTION_TOKEN=ntn_123\nPORT=1\n'],
  ['it twice', 'NOTION_TOKEN=a\nPORT=1\nexport NOTION_TOKEN=b\n', 'PORT=1\nNOTION_TOKEN=ntn_123\n'],
  [
    'it shown in a comment',
    '#NOTION_TOKEN=ntn_...\nPORT=1\n',
    '#NOTION_TOKEN=ntn_...\nNOTION_TOKEN=ntn_123\nPORT=1\n',
  ],
  ['a longer name', 'NOTION_TOKEN_OPS=a\n', 'NOTION_TOKEN_OPS=a\nNOTION_TOKEN=ntn_123\n'],
  ["Windows' line ends", 'NOTION_TOKEN=a\r\nPORT=1\r\n', 'NOTION_TOKEN=ntn_123\r\nPORT=1\r\n'],
])('a variable is set in a file with %s', (_, before, after) => {
  expect(withVariables(before, { NOTION_TOKEN: TOKEN })).toBe(after);
});

test('whatever is written is read again, and nothing else has changed', () => {
  const value = fc.string({ maxLength: 20 }).filter((text) => !/[\r\n\0]/.test(text) && text.trim() === text);
  assertProperty(
    fc.property(
      fc.constantFrom('', '# x\nPORT=3000\n', 'SLACK="a # b"\n#TOKEN=\n'),
      value,
      (before, secret) => {
        let after: string;
        try {
          after = withVariables(before, { TOKEN: secret });
        } catch (error) {
          // It says so rather than write something else.
          expect(error).toMatchObject({ message: expect.stringContaining('TOKEN cannot be set') });
          return;
        }
        expect({ ...parseEnv(after) }).toEqual({ ...parseEnv(before), TOKEN: secret });
      },
    ),
  );
});

test('a value over several lines is not torn', () => {
  const before = 'KEY="first\nTOKEN=inside\nlast"\n';
  expect(() => withVariables(before, { TOKEN: 'x' })).toThrow('TOKEN cannot be set in .env');
});

describe('the file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pagebell-env-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  test('is its owner’s alone from then on', async () => {
    const file = join(directory, '.env');
    writeFileSync(file, 'PORT=1\n', { mode: 0o644 });
    await writeVariables(file, { NOTION_TOKEN: TOKEN });
    expect(readFileSync(file, 'utf8')).toBe('PORT=1\nNOTION_TOKEN=ntn_123\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('that cannot be written is named', async () => {
    const failure = writeVariables(join(directory, 'none/.env'), { NOTION_TOKEN: TOKEN });
    await expect(failure).rejects.toThrow(/none\/\.env cannot be written/);
  });
});
