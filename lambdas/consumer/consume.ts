import { decodeJob, type Job } from '../core/envelope.ts';
import type { WorkspaceSettings } from '../core/settings.ts';
import type { GivenBack, Message, Received } from './message.ts';
import { parkMessage } from './park.ts';
import type { ConsumerPorts } from './turn.ts';
import { workWorkspace } from './work-workspace.ts';

/** A later release writes what this one cannot read: the rolling deploy is over by then. */
const NEWER_MS = 60_000;
/** For a message that could not even be put aside. */
const TROUBLE_MS = 30_000;

/**
 * Works through one batch. Every message is independent of the others, so none is left unattempted.
 *
 * @param deadline when the function is killed (ms)
 * @returns the messages that must come again; all others are acknowledged
 */
export async function consume(
  messages: readonly Message[],
  workspaces: readonly WorkspaceSettings[],
  deadline: number,
  ports: ConsumerPorts,
): Promise<GivenBack[]> {
  const givenBack: GivenBack[] = [];
  const byWorkspace = new Map<WorkspaceSettings, Received[]>();
  for (const message of messages) {
    const route = routeOf(message, workspaces);
    switch (route.kind) {
      case 'work':
        byWorkspace.set(route.workspace, [
          ...(byWorkspace.get(route.workspace) ?? []),
          { message, job: route.job },
        ]);
        break;
      case 'newer':
        ports.log.warn('A later release wrote this message', { messageId: message.id });
        givenBack.push({ message, until: ports.clock.now() + NEWER_MS });
        break;
      case 'elsewhere':
      case 'unreadable': {
        const isAside = await putAside(message, route, ports);
        if (!isAside) givenBack.push({ message, until: ports.clock.now() + TROUBLE_MS });
      }
    }
  }
  const isAlone = byWorkspace.size === 1;
  const worked = await Promise.all(
    [...byWorkspace].map(([workspace, received]) =>
      workWorkspace(workspace, received, { deadline, isAlone }, ports),
    ),
  );
  givenBack.push(...worked.flat());
  await Promise.all(givenBack.map((one) => hide(one, ports)));
  return givenBack;
}

/** A message that cannot be hidden comes again at the end of its time-out. */
async function hide({ message, until }: GivenBack, { clock, deliveries, log }: ConsumerPorts): Promise<void> {
  try {
    await deliveries.hide(message.receiptHandle, until - clock.now());
  } catch (error) {
    log.warn('A message could not be hidden', { messageId: message.id, reason: String(error) });
  }
}

type Route =
  | { kind: 'work'; workspace: WorkspaceSettings; job: Job }
  | { kind: 'newer' }
  /** In another group than its workspace's: a console redrive brings such. */
  | { kind: 'elsewhere'; job: Job }
  | { kind: 'unreadable'; reason: string; hint: string };

function routeOf({ body, group }: Message, workspaces: readonly WorkspaceSettings[]): Route {
  const decoded = decodeJob(body);
  if (decoded.kind === 'newer') return { kind: 'newer' };
  if (decoded.kind === 'malformed') {
    const hint = 'Nothing of Pagebell wrote this message. See who may send to the queue, then drop it.';
    return { kind: 'unreadable', reason: decoded.reason, hint };
  }
  const { job } = decoded;
  const workspace = workspaces.find(({ key }) => key === job.workspace);
  if (!workspace) {
    const hint = `Add the workspace "${job.workspace}" to pagebell.config.ts again and retry it, or drop it.`;
    return { kind: 'unreadable', reason: `no workspace "${job.workspace}" is configured`, hint };
  }
  return group === workspace.key ? { kind: 'work', workspace, job } : { kind: 'elsewhere', job };
}

/** Sends a message to where it belongs. False if that failed. */
async function putAside(
  message: Message,
  route: Extract<Route, { kind: 'elsewhere' | 'unreadable' }>,
  ports: ConsumerPorts,
): Promise<boolean> {
  try {
    if (route.kind === 'elsewhere') await ports.queue.send(route.job, message.id);
    else await parkMessage(message, route.reason, route.hint, ports);
    return true;
  } catch (error) {
    ports.log.error('A message could not be put aside', { messageId: message.id, error: String(error) });
    return false;
  }
}
