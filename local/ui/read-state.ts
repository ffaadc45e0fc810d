import { boardOf } from './board.ts';
import { directoryOf, NO_NAMES } from './directory.ts';
import { type LogLine, readLogLine } from './log-line.ts';
import { shownEmails } from './shown-emails.ts';
import { slackPosts } from './slack-posts.ts';
import type { LocalPagesSource } from './source.ts';
import type { LocalState, LogEntry, Service } from './state.ts';
import { readTrace } from './trace.ts';
import { waysOf } from './ways.ts';

/** Enough for the ways that are shown, and quickly read. */
const MOST_LINES_READ = 2000;
const MOST_LINES_SHOWN = 150;

/** Everything that the page shows, as it is now. */
export async function readState(source: LocalPagesSource): Promise<LocalState> {
  const { notion, slack, demonstration } = source;
  const lines = source.log
    .after(0)
    .slice(-MOST_LINES_READ)
    .flatMap((line) => readLogLine(line) ?? []);
  const traces = lines.flatMap((line) => readTrace(line) ?? []);
  const directory = notion ? directoryOf(notion.workspace) : NO_NAMES;
  return {
    services: servicesOf(source),
    figures: await source.health(),
    board: notion && boardOf(notion.workspace),
    demonstration: demonstration?.state(),
    slack: slack && slackPosts(slack.messages()),
    emails: shownEmails(source.ses?.emails() ?? []),
    ways: waysOf(notion?.webhooks.log() ?? [], traces, directory),
    log: lines.slice(-MOST_LINES_SHOWN).reverse().map(toEntry),
  };
}

function servicesOf({ notion, notionUrl, slack, slackUrl, isAwsForeign }: LocalPagesSource): Service[] {
  return [
    { name: 'Notion', where: notion ? 'simulated' : new URL(notionUrl).host },
    // Only the host: the rest of the address is a secret.
    { name: 'Slack', where: slack ? 'simulated' : slackUrl ? new URL(slackUrl).host : 'off' },
    { name: 'AWS', where: isAwsForeign ? 'another stand-in' : 'on this machine' },
  ];
}

function toEntry({ sequence, at, function: name, level, message, fields }: LogLine): LogEntry {
  const texts = Object.entries(fields).map(([field, value]): [string, string] => [field, textOf(value)]);
  return { sequence, at, function: name, level, message, fields: texts };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
