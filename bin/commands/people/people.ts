import { Command } from 'commander';
import { notionAccess } from '../../adapters/notion-access.ts';
import { type Output, openOutput } from '../../output.ts';
import { howToGrant, WITH_ADDRESSES } from '../capabilities.ts';
import { CommandError } from '../command-error.ts';
import { aimed } from '../doctor/remedy.ts';
import type { PersonView } from '../notion-view.ts';
import { chooseWorkspace, readSettings, type TargetOptions } from '../target.ts';
import { withTargetOptions } from '../with-target-options.ts';
import { inOneLine } from '../words.ts';
import { listPeople } from './list-people.ts';

export function peopleCommand(): Command {
  const command = new Command('people').description(
    'Lists the people of a Notion workspace: name, e-mail address, and the user id that the configuration wants.',
  );
  return withTargetOptions(command).action((options: TargetOptions & { json?: boolean }) =>
    people(options, openOutput(options)),
  );
}

/** @throws {CommandError} */
async function people(options: TargetOptions, output: Output): Promise<void> {
  const settings = await readSettings(options.config);
  const { key } = chooseWorkspace(settings, options.workspace);
  const found = await listPeople(key, await notionAccess(settings, options)).catch((error: unknown) => {
    if (!(error instanceof CommandError)) throw error;
    const remedy = aimed(error.remedy, options, options.workspace);
    throw new CommandError(error.message, remedy, { cause: error });
  });
  output.json({
    workspace: key,
    people: found.map(({ id, name, email }) => ({ id, name: name ?? null, email: email ?? null })),
  });
  if (!output.isJson) for (const line of inColumns(found)) output.line(line);
  output.note(`${found.length === 0 ? 'Notion names nobody. ' : ''}${GUESTS}`);
  const areHidden = found.length > 0 && found.every(({ email }) => email === undefined);
  if (areHidden) output.note(`E-mail addresses do not show. ${howToGrant(WITH_ADDRESSES)}`);
}

const GUESTS = 'Guests are not among them: Notion lists members only.';

function inColumns(found: readonly PersonView[]): string[] {
  const rows = found.map(({ id, name = '–', email = '–' }) => ({
    id,
    name: inOneLine(name),
    email: inOneLine(email),
  }));
  const widest = (column: 'name' | 'email') => Math.max(...rows.map((row) => row[column].length));
  const [name, email] = [widest('name'), widest('email')];
  return rows.map((row) => [row.name.padEnd(name), row.email.padEnd(email), row.id].join('  '));
}
