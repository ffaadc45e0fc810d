import type { Job } from '../../../lambdas/core/envelope.ts';
import type { Assignee } from '../../../lambdas/core/page-record.ts';
import type { Output } from '../../output.ts';
import { ago } from '../time-words.ts';
import { counted, inOneLine } from '../words.ts';
import type { Entry, MessageEntry, PageEntry } from './entries.ts';

/** What a program is told of an entry. Times in ms. */
export function toJson(entry: Entry): object {
  const { id, workspace, reason, hint, failedAt } = entry;
  const common = { id, workspace, what: whatOf(entry), reason, hint, failedAt };
  if (entry.kind === 'message') return { ...common, message: messageToJson(entry) };
  const { record, copies } = entry;
  return {
    ...common,
    pageId: record.pageId,
    title: record.state?.title,
    url: record.state?.url,
    people: peopleOf(entry).map(nameOf),
    entry: entry.entry,
    deadLetters: copies.map(({ messageId }) => messageId),
  };
}

function messageToJson({ letter, decoded }: MessageEntry): object {
  const { messageId, body } = letter;
  return { messageId, body, ...(decoded.kind === 'job' && { job: decoded.job }) };
}

/** Two or three lines that let the operator decide. */
export function tellBriefly(entry: Entry, now: number, output: Output): void {
  const about = [whatOf(entry), ...workspaceOf(entry), ago(now - entry.failedAt)];
  output.line(`${output.style('bold', entry.id)}  ${about.join(', ')}`);
  if (entry.kind === 'page') output.line(`  ${subjectOf(entry)}`);
  output.line(`  ${output.style('red', inOneLine(entry.reason))}`);
  output.line(`  ${inOneLine(entry.hint)}`);
}

/** Everything that is known of it. */
export function tellWhole(entry: Entry, now: number, output: Output): void {
  const { id, workspace = 'unknown', reason, hint, failedAt } = entry;
  const at = new Date(failedAt).toLocaleString();
  const lines: [string, string | undefined][] = [
    ['id', id],
    ['what', whatOf(entry)],
    ['workspace', workspace],
    ['reason', reason],
    ['what to do', hint],
    ['parked', `${at}, ${ago(now - failedAt)}`],
    ...(entry.kind === 'page' ? pageLines(entry) : messageLines(entry)),
  ];
  for (const [name, value] of lines) {
    if (value !== undefined) output.line(`${output.style('dim', name.padEnd(LABEL))} ${inOneLine(value)}`);
  }
}

const LABEL = 13;

function pageLines(entry: PageEntry): [string, string | undefined][] {
  const { record, copies } = entry;
  const { attempts } = entry.entry;
  return [
    ['page', record.pageId],
    ['title', record.state?.title],
    ['address', record.state?.url],
    ['people', peopleOf(entry).map(nameAndId).join(', ') || undefined],
    ['tries', attempts > 0 ? `${counted(attempts, 'passing failure')} before` : undefined],
    ['outbox', JSON.stringify(entry.entry)],
    ['dead letters', copies.map(({ messageId }) => messageId).join(', ') || 'none'],
  ];
}

function messageLines({ letter }: MessageEntry): [string, string | undefined][] {
  return [['body', letter.body]];
}

function whatOf(entry: Entry): string {
  if (entry.kind === 'page') return owedInWords(entry);
  const { decoded } = entry;
  switch (decoded.kind) {
    case 'job':
      return `message, ${jobInWords(decoded.job)}`;
    case 'newer':
      return 'message of a later release';
    case 'malformed':
      return 'message that nobody can read';
  }
}

function owedInWords({ entry }: PageEntry): string {
  switch (entry.kind) {
    case 'notice':
      return entry.channel;
    case 'read':
    case 'wake':
      return 'read of a page';
    case 'hand-over':
      return 'mirror of this page';
    case 'take-over':
      return 'mirror into this page';
  }
}

function jobInWords(job: Job): string {
  switch (job.kind) {
    case 'event':
      return `${job.type} of ${job.pageId}`;
    case 'due':
      return `due ${job.key}`;
    case 'retry':
      return `retry of ${job.pageId}`;
    case 'mirror':
      return `mirror of ${job.partner} on ${job.pageId}`;
  }
}

function workspaceOf({ workspace }: Entry): string[] {
  return workspace === undefined ? [] : [workspace];
}

/** `"Write a guide" for Ana, Ben  https://…` */
function subjectOf(entry: PageEntry): string {
  const { state, pageId } = entry.record;
  const title = state ? `"${inOneLine(state.title) || 'Untitled'}"` : `page ${pageId}`;
  const people = peopleOf(entry).map(nameOf).map(inOneLine).join(', ');
  return [`${title}${people && ` for ${people}`}`, ...(state ? [inOneLine(state.url)] : [])].join('  ');
}

function peopleOf({ entry }: PageEntry): Assignee[] {
  return entry.kind === 'notice' ? entry.people : [];
}

function nameOf({ id, name }: Assignee): string {
  return name ?? id;
}

function nameAndId({ id, name }: Assignee): string {
  return name === undefined ? id : `${name} (${id})`;
}
