import type { Channel, Place } from '../../lambdas/core/page-record.ts';
import { listedIn, pageIn, type ToldText, toldIn } from './told-text.ts';

/** What a Slack message or an e-mail says of one page: nothing that could be looked up. */
export interface SentMessage extends ToldText {
  at: number;
  channel: Exclude<Channel, 'comment'> | Place;
  /** An id of Slack or an e-mail address; empty: the webhook's own channel. */
  to: string;
  text: string;
  /** Canonical id of the page that it links to. */
  pageId: string;
  /** Pagebell was told that it is sent, and could write that down. */
  isKnown: boolean;
}

/** The list of what is overdue. */
export interface SentList {
  at: number;
  to: string;
  text: string;
  pages: { pageId: string; day: string; when: string }[];
  /** As of a message. */
  isKnown: boolean;
  /** Some sender got an answer to it. */
  isAnswered: boolean;
}

const BULLET = '• ';

/** What was sent, the oldest first: of a digest, each of its lines. */
export class SentMessages {
  readonly all: SentMessage[] = [];
  readonly lists: SentList[] = [];
  /** How many messages that were. */
  count = 0;

  /**
   * @param text what identifies it for its sender
   * @param shown what the reader sees, where that is something else
   * @param recipient whose message it is, in a channel where each has their own
   */
  add(
    message: Pick<SentMessage, 'at' | 'channel' | 'to' | 'text'>,
    shown = message.text,
    recipient?: string,
  ): void {
    this.count += 1;
    const list: SentList = { ...message, pages: [], isKnown: false, isAnswered: false };
    for (const line of shown.split('\n').map((one) => one.replace(BULLET, ''))) {
      const pageId = pageIn(line);
      if (pageId === '') continue;
      const listed = listedIn(line);
      if (listed) {
        list.pages.push({ pageId, ...listed });
        continue;
      }
      const told = toldIn(line);
      const people = recipient === undefined ? told.people : [recipient];
      this.all.push({ ...message, ...told, people, pageId, isKnown: false });
    }
    if (list.pages.length > 0) this.lists.push(list);
  }

  /** All that the last message with this text says. */
  last(to: string, text: string): SentMessage[] {
    const found = this.all.filter((message) => message.to === to && message.text === text);
    const at = found.at(-1)?.at;
    return found.filter((message) => message.at === at);
  }

  /** An answer to a list arrives: the first one with this text that has none yet, if it is a list. */
  answerList(to: string, text: string): SentList | undefined {
    const answered = this.lists.find((list) => !list.isAnswered && list.to === to && list.text === text);
    if (answered) answered.isAnswered = true;
    return answered;
  }
}
