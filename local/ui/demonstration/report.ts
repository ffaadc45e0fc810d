import type { FaultName, FaultReport, SeenAssignment } from '../state.ts';

/** What is known of the last time that a fault was on. */
export interface FaultUse {
  on: boolean;
  /** Calls or webhooks that it struck. */
  struck: number;
  /** What forged webhooks were answered. */
  answers: readonly number[];
  /** What a consumer took before it was killed may still be hidden, and holds back all that came later. */
  isHeldUp: boolean;
}

/** Undefined if there is nothing to tell. */
export function reportOf(
  name: FaultName,
  use: FaultUse,
  assignments: SeenAssignment[],
): FaultReport | undefined {
  if (name === 'forge-signature') return reportOnForgery(use.answers);
  if (assignments.length === 0) {
    if (!use.on) return undefined;
    return { verdict: 'open', summary: 'Switched on.', next: 'Now assign somebody to a task.', assignments };
  }
  const verdict = verdictOn(assignments);
  const summary = [...strikesOf(name, use), totalOf(assignments)].join(' ');
  const next = verdict === 'open' ? nextStep(name, use) : undefined;
  return { verdict, summary, next, assignments };
}

function reportOnForgery(answers: readonly number[]): FaultReport {
  const isKept = answers.every((status) => status === 401);
  const statuses = [...new Set(answers)].join(' and ');
  const forged = answers.length === 1 ? '1 forged webhook' : `${answers.length} forged webhooks`;
  const end = isKept ? 'nothing was queued, and nobody was told' : 'it should have been 401';
  const summary = `${forged}, answered ${statuses}: ${end}.`;
  return { verdict: isKept ? 'kept' : 'broken', summary, assignments: [] };
}

function verdictOn(assignments: readonly SeenAssignment[]): FaultReport['verdict'] {
  if (assignments.some(({ comments, slack = 0 }) => comments > 1 || slack > 1)) return 'broken';
  return assignments.every(({ comments, slack = 1 }) => comments === 1 && slack === 1) ? 'kept' : 'open';
}

/** What the fault did. */
function strikesOf(name: FaultName, { on, struck }: FaultUse): string[] {
  if (struck === 0) return [];
  switch (name) {
    case 'slack-down':
      return [`Slack refused ${count(struck, 'message')}.`];
    case 'notion-429':
      return [`Notion refused ${count(struck, 'call')}.`];
    case 'drop-second':
      return [`${count(struck, 'webhook')} lost.`];
    case 'kill-consumer':
      return on ? [] : ['The consumer was killed.']; // until then it is still dying
    case 'deliver-twice':
    case 'forge-signature':
      return [];
  }
}

/** "1 assignment: 2 webhooks, 1 comment, 1 Slack message." */
function totalOf(assignments: readonly SeenAssignment[]): string {
  const sum = (of: (one: SeenAssignment) => number) => assignments.reduce((all, one) => all + of(one), 0);
  const isSlackSeen = assignments.some(({ slack }) => slack !== undefined);
  const parts = [
    count(
      sum(({ webhooks }) => webhooks),
      'webhook',
    ),
    count(
      sum(({ comments }) => comments),
      'comment',
    ),
    ...(isSlackSeen
      ? [
          count(
            sum(({ slack = 0 }) => slack),
            'Slack message',
          ),
        ]
      : []),
  ];
  return `${count(assignments.length, 'assignment')}: ${parts.join(', ')}.`;
}

/** Undefined where nothing needs to be done but to wait a moment. */
function nextStep(name: FaultName, { on, struck, isHeldUp }: FaultUse): string | undefined {
  // What has struck is under way, and has its own way on.
  if (isHeldUp && struck === 0) return HELD_UP;
  switch (name) {
    case 'slack-down':
      if (struck === 0) return undefined;
      return on
        ? 'Now switch it off, and let 15 minutes pass.'
        : 'Now let 15 minutes pass: what waits is tried again.';
    case 'notion-429':
      return on
        ? 'Now switch it off: Pagebell goes on within ten seconds.'
        : 'Pagebell goes on within ten seconds.';
    case 'drop-second':
      return struck === 0 ? undefined : 'Now let 15 minutes pass: the sweep finds what was lost.';
    case 'kill-consumer':
      return struck === 0 ? undefined : KILLED;
    case 'deliver-twice':
    case 'forge-signature':
      return undefined;
  }
}

const AGAIN =
  'come again after their visibility time-out, two minutes at most; “Let 15 minutes pass” shortens the wait.';
const KILLED = `Its messages ${AGAIN}`;
const HELD_UP = `This may wait behind the messages of the killed consumer, which ${AGAIN}`;

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
