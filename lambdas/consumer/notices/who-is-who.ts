import { createHash } from 'node:crypto';
import type { Budget } from '../../core/budget.ts';
import { classify } from '../../core/classify.ts';
import { type Failure, type Result, success } from '../../core/failure.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Notion } from '../../core/ports/notion.ts';
import type { SlackBot } from '../../core/ports/slack.ts';
import type { SlackIdentity, UserStore } from '../../core/ports/users.ts';
import type { WorkspaceSettings } from '../../core/settings.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const HIT_KEPT_MS = 7 * DAY_MS;
const MISS_KEPT_MS = DAY_MS;
/** What Notion does not show may be a switch in its settings, which somebody is about to turn. */
const NO_ADDRESS_KEPT_MS = HOUR_MS;

interface Ports {
  users: UserStore;
  clock: Clock;
  log: Log;
}

interface Means {
  workspace: WorkspaceSettings;
  /** Within the workspace's budget and the invocation's time. */
  notion: Notion;
  slackBot: SlackBot | undefined;
  /** No call begins after this (ms). */
  lastCallAt: number;
}

/**
 * Who people of Notion are in Slack: as the configuration says, else whoever has their e-mail address there.
 * Addresses are neither stored nor logged. An answer that was kept holds for the address that it was asked by.
 */
export class WhoIsWho {
  readonly #means: Means;
  readonly #ports: Ports;
  readonly #asked = new Map<string, Promise<Result<string | undefined>>>();
  /** Within a share of the budget: who was not found for want of it is no answer for others. */
  readonly #askedWithin = new Map<string, Promise<Result<string | undefined>>>();

  constructor(means: Means, ports: Ports) {
    this.#means = means;
    this.#ports = ports;
  }

  /**
   * Slack's id of a Notion user; undefined: nobody there is known to be them.
   *
   * @param share of the workspace's budget that the look-up may use, where nobody waits to be told
   */
  slackIdOf(userId: string, share?: Budget): Promise<Result<string | undefined>> {
    const known = this.#asked.get(userId);
    if (known) return known;
    const asking = share ? this.#askedWithin : this.#asked;
    const asked = asking.get(userId) ?? this.#find(userId, share);
    asking.set(userId, asked);
    return asked;
  }

  async #find(userId: string, share: Budget | undefined): Promise<Result<string | undefined>> {
    const { workspace, slackBot } = this.#means;
    const configured = workspace.people.find(({ notion }) => notion === userId);
    if (configured?.slack !== undefined) return success(configured.slack);
    if (!slackBot) return success(undefined);
    const { users, clock } = this.#ports;
    const asConfigured = configured?.email === undefined ? undefined : traceOf(configured.email);
    const stored = await users.loadSlack(workspace.key, userId);
    const isCurrent = stored && stored.asConfigured === asConfigured && stored.expiresAt > clock.now();
    if (isCurrent) return success(stored.slackId);
    const found = await this.#lookUp(userId, configured?.email, slackBot, share);
    if (!found.ok) return found;
    await users.saveSlack(workspace.key, userId, { ...found.value, asConfigured });
    return success(found.value.slackId);
  }

  async #lookUp(
    userId: string,
    configured: string | undefined,
    bot: SlackBot,
    share: Budget | undefined,
  ): Promise<Result<SlackIdentity>> {
    const { clock, log } = this.#ports;
    const email = configured === undefined ? await this.#addressOf(userId, share) : success(configured);
    if (!email.ok) return email;
    if (email.value === undefined) {
      log.info('Notion shows no e-mail address of a user', { userId, hint: ADDRESS_HINT });
      return success({ expiresAt: clock.now() + NO_ADDRESS_KEPT_MS });
    }
    if (clock.now() > this.#means.lastCallAt) return { ok: false, failure: noTimeLeft(clock.now()) };
    const found = await bot.userIdOf(email.value);
    if (!found.ok) return found;
    if (found.value === undefined) log.info("Nobody in Slack has a Notion user's e-mail address", { userId });
    const keptMs = found.value === undefined ? MISS_KEPT_MS : HIT_KEPT_MS;
    return success({ slackId: found.value, expiresAt: clock.now() + keptMs });
  }

  /** Of somebody whom Notion does not let the connection see, it shows none either. */
  async #addressOf(userId: string, share: Budget | undefined): Promise<Result<string | undefined>> {
    const spent = share?.spend(this.#ports.clock.now());
    if (spent?.kind === 'empty') return { ok: false, failure: noShareLeft(spent.until) };
    const answer = await this.#means.notion.email(userId);
    if (answer.ok) return answer;
    const { kind } = classify('read', answer.failure, this.#ports.clock.now());
    return kind === 'gone' || kind === 'parked' ? success(undefined) : answer;
  }
}

/** Enough to see that an address was changed, and too little to learn it from. */
function traceOf(address: string): string {
  return createHash('sha256').update(address).digest('hex').slice(0, 8);
}

const ADDRESS_HINT =
  "Enable 'Read user information including email addresses' for the connection in Notion's integration settings, or name them in `people` in pagebell.config.ts.";

export function noTimeLeft(until: number): Failure {
  return { kind: 'not-tried', service: 'slack', until, message: 'no time left in this invocation' };
}

function noShareLeft(until: number): Failure {
  return {
    kind: 'not-tried',
    service: 'notion',
    until,
    message: 'no call of its share of the budget is left',
  };
}
