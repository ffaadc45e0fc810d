import { readFileSync, writeFileSync } from 'node:fs';
import { keys } from '../../lambdas/core/keys.ts';
import { DASHBOARD_KEY, PARAMETERS } from '../../lambdas/core/names.ts';
import { permissionsOf } from './permissions-of.ts';
import { resourcesOf, synthesise } from './support.ts';

const FILE = 'docs/security.md';
const BEGIN = /<!-- permissions: .*-->\n/;
const END = '<!-- end of permissions -->';

const template = synthesise();

/** `Consumer`, by its role. */
function roles(): string[] {
  return Object.entries(resourcesOf(template))
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
}

/** One row for each permission: who, what, on what, and under what condition. */
function permissionsTable(): string {
  const rows = roles().flatMap((role) =>
    permissionsOf(role, template).map((line) => {
      const [, actions = '', resource = '', condition] =
        /^Allow (.+) on (.+?)(?: if (.+))?$/.exec(line) ?? [];
      if (!actions) throw new Error(`${role} has a permission of another form: ${line}`);
      const cells = [
        role.replace(/Role$/, ''),
        actions.replaceAll(',', ''),
        nameOf(resource),
        condition ?? '',
      ];
      return `| ${cells.map((cell, index) => (index === 0 || !cell ? cell : `\`${cell}\``)).join(' | ')} |`;
    }),
  );
  return ['| function | may | on | if |', '|---|---|---|---|', ...rows, ''].join('\n');
}

/** Without what is the same in every ARN. */
function nameOf(resource: string): string {
  return resource
    .replace(/^arn:<AWS::Partition>:[a-z]+:<AWS::Region>:<AWS::AccountId>:/, '')
    .replace(/\.Arn\b/, '');
}

test('the permissions in the document are those of the stack', () => {
  const text = readFileSync(FILE, 'utf8');
  const begin = BEGIN.exec(text);
  if (!begin) throw new Error(`${FILE} has no place for the permissions`);
  const from = begin.index + begin[0].length;
  const to = text.indexOf(END, from);
  if (process.env['UPDATE_DOCS']) {
    writeFileSync(FILE, text.slice(0, from) + permissionsTable() + text.slice(to));
    return;
  }
  expect(text.slice(from, to)).toBe(permissionsTable());
});

/** The first cells of all rows of its tables, without backquotes. */
function firstCells(): string[] {
  const rows = readFileSync(FILE, 'utf8').matchAll(/^\| `([^`]+)` \|/gm);
  return [...rows].map(([, cell = '']) => cell);
}

test('every kind of item is in the document', () => {
  const prefixes = Object.values(keys).map((key: (...parts: never[]) => string) => {
    const [prefix] = key(...(['main', 'id'] as never[])).split('#'); // every key is made of a workspace and an id
    return `${prefix}#`;
  });
  expect(firstCells().filter((cell) => cell.endsWith('#'))).toEqual(expect.arrayContaining(prefixes));
});

test('every secret is in the document', () => {
  const names = Object.values(PARAMETERS).map((name) => `/pagebell/<stage>/<workspace>/${name}`);
  expect(firstCells()).toEqual(expect.arrayContaining([...names, `/pagebell/<stage>/${DASHBOARD_KEY}`]));
});
