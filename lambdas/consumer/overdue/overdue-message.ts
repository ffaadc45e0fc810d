import { fitting, listMessage } from '../../core/digest-message.ts';
import { partsOfOverdueId } from '../../core/overdue.ts';
import type { Overdue } from '../../core/ports/overdue.ts';
import { whenDue } from '../../core/rules/reminder.ts';
import type { MessageSet } from '../../core/settings.ts';
import { type SlackMessage, type SlackText, slackText } from '../../core/slack-message.ts';
import { agreed, wordingOf } from '../../core/wording.ts';
import { mentionsIn } from '../notices/mentions.ts';
import { withNames } from '../pages/with-names.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';

/**
 * What a list says: each page in the words that its assignees are told in.
 *
 * @param more how many were found besides
 */
export async function overdueMessage(
  id: string,
  found: readonly Overdue[],
  more: number,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<SlackMessage> {
  const { messages } = turn.workspace;
  const { timeZone } = partsOfOverdueId(id);
  const wordings = found.map((page) => wordingOf(turn.workspace, page.dataSourceId, page.assignees));
  const lineOf = (page: Overdue, index: number, slackIds?: ReadonlyMap<string, string>) =>
    overdueLine(page, wordings[index] ?? messages, { now: ports.clock.now(), timeZone, slackIds });
  // Nobody is looked up for a line that has no room.
  const room = fitting(found.map((page, index) => lineOf(page, index)));
  const likely = await named(found.slice(0, room), turn, ports);
  const slackIds = await Promise.all(likely.map((page) => mentioned(page, turn, ports)));
  const texts = likely.map((page, index) => lineOf(page, index, slackIds[index]));
  const listed = fitting(texts);
  const said = wordings.slice(0, listed);
  const header = agreed(
    said.map(({ overdue }) => overdue.header),
    messages.overdue.header,
  );
  const andMore = agreed(
    said.map(({ words }) => words.andMore),
    messages.words.andMore,
  );
  // Where all are only named, nobody can be muted.
  const isMentioning = slackIds.slice(0, listed).some((ids) => ids && ids.size > 0);
  const muteHint = isMentioning
    ? agreed(
        said.map(({ mute }) => mute),
        messages.mute,
      )
    : '';
  const unlisted = { count: more + found.length - listed, text: andMore };
  return listMessage(header, texts.slice(0, listed), muteHint, unlisted);
}

function overdueLine(
  { day, title, url, assignees }: Overdue,
  { overdue, words }: MessageSet,
  {
    now,
    timeZone,
    slackIds,
  }: { now: number; timeZone: string; slackIds: ReadonlyMap<string, string> | undefined },
): SlackText {
  const when = whenDue(day, now, timeZone, words);
  const about = { people: assignees, subject: { kind: 'due', day, daysBefore: 0, when } as const };
  return slackText(overdue.line, about, { title, url }, words, slackIds);
}

/** With names where Notion's rows show no more than ids; each is asked for once. Whose name cannot be had is somebody. */
async function named(pages: readonly Overdue[], turn: Turn, ports: ConsumerPorts): Promise<Overdue[]> {
  const people = new Map(pages.flatMap(({ assignees }) => assignees).map((person) => [person.id, person]));
  const found = await Promise.all(
    [...people.values()].map((person) => withNames([person], [], turn, ports, turn.sweepBudget)),
  );
  for (const one of found) if (one.ok) for (const person of one.value) people.set(person.id, person);
  return pages.map((page) => ({
    ...page,
    assignees: page.assignees.map((person) => people.get(person.id) ?? person),
  }));
}

/** Who is never told is named. */
function mentioned(
  { assignees, dataSourceId }: Overdue,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<ReadonlyMap<string, string> | undefined> {
  const isMuted = (id: string) =>
    turn.workspace.mute.some(({ person, channels }) => person === id && channels.includes('slack'));
  const told = assignees.filter(({ id }) => !isMuted(id));
  return mentionsIn(told, dataSourceId, turn, ports, turn.sweepBudget);
}
