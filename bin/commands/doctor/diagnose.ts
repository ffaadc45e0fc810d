import { randomUUID } from 'node:crypto';
import { PARAMETERS } from '../../../lambdas/core/names.ts';
import type { Settings, WorkspaceSettings } from '../../../lambdas/core/settings.ts';
import { CommandError } from '../command-error.ts';
import { complaint } from '../notion-answer.ts';
import { NotionView } from '../notion-view.ts';
import { checkConditions } from './condition-check.ts';
import { checkDataSources, checkProperties } from './data-source-checks.ts';
import { diagnoseSlack } from './diagnose-slack.ts';
import type { DoctorPorts, StackView } from './doctor-ports.ts';
import { checkEmail } from './email-check.ts';
import {
  type About,
  broken,
  type CheckName,
  type Finding,
  ok,
  unchecked,
  type Verdict,
  verdictOf,
} from './finding.ts';
import { MirrorCheck } from './mirror-check.ts';
import {
  checkInsertComments,
  checkReadComments,
  checkReadContent,
  checkUpdateContent,
  checkUserInformation,
} from './notion-checks.ts';
import { checkRules, hasTimedRules } from './rule-check.ts';
import {
  checkClock,
  checkConcurrency,
  checkDeadLetters,
  checkEvents,
  checkQueue,
  checkWebhookToken,
} from './stack-checks.ts';

/**
 * Looks at everything that a notice rests on, one finding after the other. Changes nothing, anywhere.
 *
 * @param workspaces those to look at, of the settings
 */
export async function* diagnose(
  settings: Settings,
  workspaces: readonly WorkspaceSettings[],
  ports: DoctorPorts,
): AsyncGenerator<Finding> {
  const { stack, concurrency, awsAheadMs } = ports;
  const clocks = new Map<string, number | undefined>();
  const mirrors = new MirrorCheck(settings.mirrors);
  yield { check: 'configuration', ...ok(`valid: ${listWorkspaces(settings)}`) };
  yield { check: 'stack', ...checkStack(stack) };

  for (const workspace of workspaces) {
    const about = async (check: CheckName, find: () => Promise<Verdict>): Promise<Finding> => ({
      check,
      ...(settings.workspaces.length > 1 && { workspace: workspace.key }),
      ...(await verdictOf(find)),
    });
    yield* diagnoseNotion(workspace, mirrors, ports, about, clocks);
    yield* diagnoseSlack(workspace, ports, about);
    const { email } = workspace;
    if (email) yield await about('email', () => checkEmail(ports.ses, email));
    yield await about('webhook-token', async () =>
      checkWebhookToken(await ports.secrets.read(workspace.key, PARAMETERS.webhookToken), ports.now()),
    );
    yield await about('events', () =>
      onStack(stack, (view) => checkEvents(view, workspace.key, settings, ports.now())),
    );
  }

  const keys = settings.workspaces.map(({ key }) => key);
  yield { check: 'queue', ...(await verdictOf(() => onStack(stack, checkQueue))) };
  yield {
    check: 'dead-letters',
    ...(await verdictOf(() => onStack(stack, (view) => checkDeadLetters(view, keys)))),
  };
  if (concurrency) {
    yield { check: 'concurrency', ...(await verdictOf(async () => checkConcurrency(await concurrency()))) };
  }
  if (awsAheadMs) clocks.set('AWS', awsAheadMs());
  yield { check: 'clock', ...checkClock(clocks) };
}

/** Without an accepted token nothing further can be asked. */
async function* diagnoseNotion(
  { key, ...workspace }: WorkspaceSettings,
  mirrors: MirrorCheck,
  { ask, notionBaseUrl, secrets }: DoctorPorts,
  about: About,
  clocks: Map<string, number | undefined>,
): AsyncGenerator<Finding> {
  let notion: NotionView | undefined;
  const token = await about('notion-token', async () => {
    const stored = await secrets.read(key, PARAMETERS.notionToken);
    if (stored === undefined) return broken('none is stored', secrets.remedy);
    const view = new NotionView(ask, stored, notionBaseUrl);
    const found = await view.connection();
    if (found.kind === 'found') {
      notion = view;
      clocks.set('Notion', found.value.aheadMs);
      const { name, workspace: itsName } = found.value;
      return ok(`accepted: connection ${name}${itsName ? ` of ${itsName}` : ''}`);
    }
    if (found.kind === 'refused' && found.status === 401) {
      return broken(
        'Notion refuses it',
        `Copy the token from https://www.notion.so/developers/connections. ${secrets.remedy}`,
      );
    }
    return unchecked(complaint(found), 'Check the connection and try again.');
  });
  yield token;
  if (!notion) return;
  const view = notion;
  yield await about('read-content', () => checkReadContent(view));
  yield await about('read-comments', () => checkReadComments(view));
  yield await about('insert-comments', () => checkInsertComments(view, randomUUID()));
  yield await about('user-information', () => checkUserInformation(view, { key, ...workspace }));
  const visible = await view.dataSources();
  const onVisible = (check: typeof checkDataSources) => async () =>
    visible.kind === 'found' ? check(visible.value, { key, ...workspace }) : unchecked(complaint(visible));
  yield await about('data-sources', onVisible(checkDataSources));
  yield await about('properties', onVisible(checkProperties));
  if (workspace.dataSources?.some(({ only }) => only?.length))
    yield await about('conditions', onVisible(checkConditions));
  if (hasTimedRules({ key, ...workspace })) yield await about('timed-rules', onVisible(checkRules));
  const ours = mirrors.of(key);
  if (ours.length === 0) return;
  // Where nothing comes back, the side that links is only read.
  const isWritten = ours.some(({ to, both }) => both || to.workspace === key);
  if (isWritten) yield await about('update-content', () => checkUpdateContent(view, randomUUID()));
  yield await about(
    'mirrors',
    onVisible((sources) => mirrors.check(key, sources)),
  );
}

function checkStack(stack: StackView | CommandError): Verdict {
  if (stack instanceof CommandError) return broken(stack.message, stack.remedy);
  return ok(`${stack.name}${stack.isLocal ? ', on this machine' : ''}`);
}

async function onStack(
  stack: StackView | CommandError,
  check: (view: StackView) => Promise<Verdict>,
): Promise<Verdict> {
  return stack instanceof CommandError ? unchecked('there is no stack to look at') : check(stack);
}

function listWorkspaces({ workspaces }: Settings): string {
  const keys = workspaces.map(({ key }) => key);
  return `${keys.length === 1 ? 'workspace' : 'workspaces'} ${keys.join(', ')}`;
}
