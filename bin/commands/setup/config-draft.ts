import { isDeepStrictEqual } from 'node:util';
import type { PagebellConfig } from '../../../lambdas/core/config.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import type { DataSourceView } from '../notion-view.ts';
import type { SetupPorts } from './setup-ports.ts';

/** What the configuration is to be. */
export interface Draft {
  /** `kept`: another one stays, and what it should say is shown. */
  kind: 'written' | 'unchanged' | 'kept';
  text: string;
  /** It stays only because nobody said that an edited one may be replaced. */
  isGuarded?: boolean;
}

/** Asks whether to write it, if there is anything to write. */
export async function draftConfig(
  before: Awaited<ReturnType<SetupPorts['config']['read']>>,
  after: PagebellConfig,
  found: readonly DataSourceView[],
  { config, questions }: SetupPorts,
): Promise<Draft> {
  const labels = new Map(found.map(({ id, name }) => [id, name]));
  const text = config.render(after, labels);
  if (before && isDeepStrictEqual(before.raw, after)) return { kind: 'unchanged', text };
  // Whatever says no more than the defaults, or just what a setup has written, nobody has put work into.
  const isEdited =
    before !== undefined &&
    before.text !== config.render(before.raw, labels) &&
    !isDeepStrictEqual(before.settings, resolveConfig({}, config.name));
  const answer = await questions.write(config.name, text, isEdited);
  if (answer === 'yes') return { kind: 'written', text };
  return { kind: 'kept', text, isGuarded: answer === 'edited' };
}

export async function applyDraft(
  { kind, text, isGuarded }: Draft,
  { config, tell }: SetupPorts,
): Promise<void> {
  switch (kind) {
    case 'unchanged':
      return tell(`✔ ${config.name} is as it should be`);
    case 'kept':
      tell(
        isGuarded
          ? `– ${config.name} stays as it is, for somebody has edited it: --overwrite would replace it by this:`
          : `– ${config.name} stays as it is. This is what it should say:`,
      );
      for (const line of text.trimEnd().split('\n')) tell(`    ${line}`);
      return;
    case 'written':
      await config.write(text);
      tell(`✔ Written: ${config.name}`);
  }
}
