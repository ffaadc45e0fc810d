import type { Channel } from '../../lambdas/core/page-record.ts';
import { pageIn, type ToldText, toldIn } from './told-text.ts';

/** A Slack message or an e-mail: nothing that could be looked up. */
export interface SentMessage extends ToldText {
  at: number;
  channel: Exclude<Channel, 'comment'>;
  /** An id of Slack or an e-mail address; empty: the webhook's own channel. */
  to: string;
  text: string;
  /** Canonical id of the page that it links to. */
  pageId: string;
  /** Pagebell was told that it is sent, and could write that down. */
  isKnown: boolean;
}

/** What was sent, the oldest first. */
export class SentMessages {
  readonly all: SentMessage[] = [];

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
    const told = toldIn(shown);
    const people = recipient === undefined ? told.people : [recipient];
    this.all.push({ ...message, ...told, people, pageId: pageIn(shown), isKnown: false });
  }

  last(to: string, text: string): SentMessage | undefined {
    return this.all.findLast((message) => message.to === to && message.text === text);
  }
}
