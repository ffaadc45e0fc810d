import type { Channel, Place } from '../../lambdas/core/page-record.ts';
import { LEADS, ON_CALL } from './cast.ts';
import { ASSIGNEES_STEP, ON_CALL_STEP } from './setup.ts';
import type { ToldText } from './told-text.ts';
import type { World } from './world.ts';

/** Somebody was told of a page: in a comment, or a message that names or reaches them. */
export interface Announcement extends Omit<ToldText, 'people'> {
  channel: Channel | Place;
  pageId: string;
  personId: string;
  at: number;
  /** Pagebell cannot know that it arrived, and may send it again. */
  mayRepeat: boolean;
  /** Of an escalation: from 0. */
  step?: number;
}

/** All that people were told, of each of them and each page. */
export function announcementsOf({
  notion,
  slack,
  mail,
}: Pick<World, 'notion' | 'slack' | 'mail'>): Announcement[] {
  const comments = notion.comments.flatMap(({ noticeId, richText, ...comment }) =>
    spread({ ...comment, channel: 'comment', mayRepeat: false }),
  );
  const messages = [...slack.sent.all, ...mail.sent.all].flatMap(({ to, text, isKnown, ...message }) =>
    spread({ ...message, mayRepeat: !isKnown }),
  );
  return [...comments, ...messages];
}

/** One message to some people, for each of them. */
function spread(message: Omit<Announcement, 'personId' | 'step'> & { people: readonly string[] }) {
  const { people, ...told } = message;
  const step = told.rule === 'escalation' ? { step: stepTelling(people) } : {};
  return people.map((personId): Announcement => ({ ...told, personId, ...step }));
}

/** Each step tells a lead of its own, one the assignees beside, and the last whoever is on call. */
function stepTelling(people: readonly string[]): number {
  if (Object.values(ON_CALL).some(({ id }) => people.includes(id))) return ON_CALL_STEP;
  const lead = LEADS.findIndex(({ id }) => people.includes(id));
  return lead < 0 ? ASSIGNEES_STEP : lead;
}
