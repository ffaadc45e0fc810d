import { MANAGERS, PEOPLE, pageName } from './cast.ts';
import { deliverableOf } from './deliverables.ts';
import type { Action, Author, Delivery, Schedule, TargetedFault } from './schedule.ts';
import type { Setup } from './setup.ts';

/** A schedule as a short story, one line a step. */
export function storyOf(schedule: Schedule): string {
  const { seed, isSwept, setup, callsPerMinute, consumers, recorded, steps } = schedule;
  const known = recorded.map((people, index) => `page ${index + 1} (${listOf(people) || 'nobody'})`);
  const lines = [
    `Pagebell knows ${known.join(', ')}; ${callsPerMinute} calls a minute, ${consumers} at once, latencies of ${seed}, ${isSwept ? 'with' : 'without'} sweeps; ${configurationOf(setup)}.`,
  ];
  let at = 0;
  for (const { waitMs, sinceList, action } of steps) {
    at += waitMs;
    if (sinceList) {
      at = waitMs;
      lines.push('the time of the next list of what is overdue');
    }
    lines.push(`${timeOf(at)}  ${tell(action)}`);
  }
  return lines.join('\n');
}

function configurationOf(setup: Setup): string {
  const {
    tellsUnassigned,
    slack,
    slackSingles,
    sendsEmail,
    reminds,
    lists,
    escalates,
    hasQuietHours,
    mutes,
  } = setup;
  return [
    `who is taken off is ${tellsUnassigned ? 'told' : 'not told'}`,
    `Slack by ${slack}`,
    `${slackSingles} messages a minute singly`,
    ...(sendsEmail ? ['e-mail'] : []),
    ...(reminds ? [`reminders${lists ? ' and lists of what is overdue' : ''}`] : []),
    ...(escalates ? ['a ladder for what is blocked'] : []),
    ...(hasQuietHours ? ['quiet hours'] : []),
    ...(setup.filters ? ['pages may be left out'] : []),
    ...(setup.mirrors === 'not' ? [] : [`a mirror into another workspace, ${setup.mirrors}`]),
    ...(mutes ? ['Ben muted in Slack, Dag in comments and Cleo everywhere'] : []),
  ].join(', ');
}

function tell(action: Action): string {
  switch (action.kind) {
    case 'toggle': {
      const { author, people, page, delivery } = action;
      return `${authorOf(author)} assigns or removes ${listOf(people)} on page ${page + 1}${webhookOf(delivery)}`;
    }
    case 'crowd':
      return `${authorOf(action.author)} assigns or removes all guests on page ${action.page + 1}${webhookOf(action.delivery)}`;
    case 'due': {
      const { page, inDays, form, delivery } = action;
      const date = inDays === null ? 'takes the date off' : `sets a date in ${inDays} days (${form}) on`;
      return `somebody ${date} page ${page + 1}${webhookOf(delivery)}`;
    }
    case 'status':
      return `somebody moves page ${action.page + 1} to ${action.status}${webhookOf(action.delivery)}`;
    case 'points':
      return `somebody gives page ${action.page + 1} ${action.points} points${webhookOf(action.delivery)}`;
    case 'points over there':
      return `somebody gives deliverable ${action.page + 1} ${action.points} points${webhookOf(action.delivery)}`;
    case 'status over there':
      return `somebody moves deliverable ${action.page + 1} to ${action.status}${webhookOf(action.delivery)}`;
    case 'trash over there':
      return `somebody moves deliverable ${action.page + 1} to the trash, or out of it${webhookOf(action.delivery)}`;
    case 'option over there':
      return 'somebody adds the option of the deliverables that was missing';
    case 'link': {
      const { page, to, delivery } = action;
      const target = to ? pageName(deliverableOf(page, to)) : 'nothing';
      return `somebody lets page ${page + 1} link to ${target}${webhookOf(delivery)}`;
    }
    case 'leave out':
      return `somebody ticks that page ${action.page + 1} is left out, or takes the tick off${webhookOf(action.delivery)}`;
    case 'trash':
      return `somebody moves page ${action.page + 1} to the trash, or out of it${webhookOf(action.delivery)}`;
    case 'backfill':
      return 'an operator has the data source swept from the beginning';
    case 'burst':
      return `${authorOf(action.author)} assigns or removes ${listOf(action.people)} on every page${webhookOf(action.delivery)}`;
    case 'rename':
      return `somebody renames page ${action.page + 1}${webhookOf(action.delivery)}`;
    case 'fail':
      return `${nth(action.skip)} ${faultOf(action.fault)}`;
    case 'outage':
      return `for ${action.minutes} min, each ${faultOf(action.fault)}`;
    case 'crash':
      return `${nth(action.skip)} ${action.call || 'call'} in which the consumer ${action.crash.kind.replace('-', ' ')} it`;
    case 'second consumer':
      return `somebody ${action.byForce ? "deletes the workspace's item and " : ''}invokes the consumer by hand with the last ${action.job} of page ${action.pages.map((page) => page + 1).join(' and ')}`;
    case 'retry':
      return `an operator retries everything in the dead-letter queue, by ${action.how}, ${action.times} times`;
    case 'newer record':
      return `a later release has page ${action.page + 1}'s record for ${action.minutes} min`;
    case 'broken record':
      return `page ${action.page + 1}'s record cannot be read for ${action.minutes} min`;
    case 'newer messages':
      return `a later release queues the events of ${action.minutes} min`;
    case 'acknowledgements lost':
      return 'the deletions of the next batch get lost';
    case 'garbage in the queue':
      return 'a message that nobody wrote is in the queue';
  }
}

function nth(skip: number): string {
  return skip === 0 ? 'the next' : `after ${skip} more, the next`;
}

function faultOf({ target, fault }: TargetedFault): string {
  const { kind, ...more } = fault;
  const details = Object.entries(more).filter(([name]) => name !== 'status' && name !== 'isEffective');
  const told = details.map(([name, value]) => `${name} ${value}`).join(', ');
  return `${target} call ends as ${kind}${told && ` (${told})`}`;
}

function webhookOf({ delaysMs, isAggregated }: Delivery): string {
  if (delaysMs.length === 0) return '; no webhook tells of it';
  const after = delaysMs.map((ms) => `${ms / 1000} s`).join(' and ');
  return `; told of after ${after}${isAggregated ? ', together with what follows in a minute' : ''}`;
}

function authorOf(author: Author): string {
  if ('person' in author) return PEOPLE[author.person]?.name ?? 'nobody';
  return `manager ${author.manager + 1} of ${MANAGERS.length}`;
}

function listOf(people: readonly number[]): string {
  return people.map((index) => PEOPLE[index]?.name).join(' and ');
}

function timeOf(ms: number): string {
  const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');
  const seconds = Math.floor(ms / 1000);
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}.${pad(ms % 1000, 3)}`;
}
