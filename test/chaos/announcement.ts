import type { Channel } from '../../lambdas/core/page-record.ts';
import type { ToldText } from './told-text.ts';
import type { World } from './world.ts';

/** Somebody was told of a page: in a comment, or a message that names or reaches them. */
export interface Announcement extends Omit<ToldText, 'people'> {
  channel: Channel;
  pageId: string;
  personId: string;
  at: number;
  /** Pagebell cannot know that it arrived, and may send it again. */
  mayRepeat: boolean;
}

/** All that people were told, of each of them and each page. */
export function announcementsOf({ notion, slack, mail }: Pick<World, 'notion' | 'slack' | 'mail'>) {
  const comments = notion.comments.flatMap(({ people, pageId, at, ...told }): Announcement[] =>
    people.map((personId) => ({
      rule: told.rule,
      channel: 'comment',
      pageId,
      personId,
      at,
      mayRepeat: false,
    })),
  );
  const messages = [...slack.sent.all, ...mail.sent.all].flatMap(
    ({ rule, channel, people, pageId, at, isKnown }) =>
      people.map((personId): Announcement => ({ rule, channel, pageId, personId, at, mayRepeat: !isKnown })),
  );
  return [...comments, ...messages];
}
