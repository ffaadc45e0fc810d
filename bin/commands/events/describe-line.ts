import { type JournalLine, type Outcome, type Told, whyTold } from '../../../lambdas/core/journal.ts';
import type { Output } from '../../output.ts';
import { inOneLine } from '../words.ts';

const COLOURS = {
  done: 'green',
  skipped: 'dim',
  deferred: 'yellow',
  parked: 'red',
  halted: 'yellow',
  failed: 'red',
} as const satisfies Record<Outcome, string>;

/** `10:31:05  done  page.properties_updated  "Write a guide"  comment to Ana; slack to Ana  0.8 s  2 delivered` */
export function describeLine(line: JournalLine, output: Pick<Output, 'style'>): string {
  const { endedAt, outcome, reason, told, latencyMs } = line;
  const parts = [
    output.style('dim', timeOf(endedAt)),
    output.style(COLOURS[outcome], outcome.padEnd(LONGEST_OUTCOME)),
    line.type ?? line.job,
    subjectOf(line),
    told?.map(toldInWords).join('; '),
    latencyMs === undefined ? undefined : `after ${secondsOf(latencyMs)}`,
    output.style('dim', inOneLine(reason)),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join('  ');
}

const LONGEST_OUTCOME = Math.max(...Object.keys(COLOURS).map(({ length }) => length));

/** Local, with the day: what is listed may be weeks old. */
function timeOf(ms: number): string {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`;
}

function subjectOf({ title, pageId }: JournalLine): string | undefined {
  if (title !== undefined) return `"${inOneLine(title) || 'Untitled'}"`;
  return pageId;
}

function toldInWords(told: Told): string {
  const people = told.people.map(inOneLine).join(', ');
  const why = whyTold(told);
  return [told.channel, people && `to ${people}`, why && `(${inOneLine(why)})`].filter(Boolean).join(' ');
}

function secondsOf(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}
