import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const DOCS = readdirSync('docs')
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));
const FILES = ['README.md', ...DOCS];

interface Use {
  file: string;
  /** As it is written, from the command on. */
  text: string;
  /** The command, and a subcommand or what stands in its place. */
  names: string[];
  flags: string[];
}

/** Every `pagebell …` that a document tells its reader to run, in a block of shell or within a sentence. */
function uses(file: string): Use[] {
  const text = readFileSync(file, 'utf8');
  const commands = [
    ...text.matchAll(/^ *npx pagebell ([^\n|]+)/gm),
    ...text.matchAll(/`(?:npx )?pagebell ([^`\n]+)`/g),
  ].map(([, command = '']) => command.trim());
  return [...new Set(commands)].map((command) => {
    const words = command.split(/\s+/);
    const names = words.slice(0, 2).filter((word) => /^[a-z][a-z-]*$/.test(word));
    const flags = words.flatMap((word) => /^--[a-z-]+/.exec(word)?.[0] ?? []);
    return { file, text: command, names, flags };
  });
}

/** What `pagebell … --help` says; each command is asked once. */
const helps = new Map<string, string>();
function helpOf(names: readonly string[]): string {
  const key = names.join(' ');
  const known = helps.get(key);
  if (known !== undefined) return known;
  const args = ['--import', 'tsx', 'bin/pagebell.ts', ...names, '--help'];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const help = status === 0 ? stdout : '';
  helps.set(key, help);
  return help;
}

/** With its subcommand, if its help knows one of that name. */
function commandOf(names: readonly string[]): readonly string[] {
  const [name = '', sub] = names;
  return sub !== undefined && new RegExp(`^  ${sub}\\b`, 'm').test(helpOf([name])) ? [name, sub] : [name];
}

test.each(FILES.flatMap(uses))('$file: pagebell $text is a command', ({ names, flags }) => {
  const command = commandOf(names);
  const help = helpOf(command);
  expect(help).toMatch(new RegExp(`^Usage: pagebell ${command.join(' ')}\\b`));
  for (const flag of flags) expect(help).toContain(flag);
});

/** `#dead-letters`, as GitHub makes it of a heading. */
function anchorsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

const links = FILES.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(
    ([, path = '', anchor]) => ({ file, path, anchor }),
  ),
);

test.each(links)('$file: the link to $path $anchor leads somewhere', ({ file, path, anchor }) => {
  const target = path === '' ? file : join(dirname(file), path);
  expect(existsSync(target)).toBe(true);
  if (anchor !== undefined) expect(anchorsOf(target)).toContain(anchor);
});
