import { hashSetupKey } from '../../lambdas/core/handshake.ts';
import { rotated } from '../../lambdas/core/webhook-tokens.ts';
import { CommandError, Unreachable } from './command-error.ts';
import type { ConnectPorts, PendingHandshake } from './connect-ports.ts';

/** How long Notion's handshake is waited for. */
export const SETUP_MS = 60 * 60_000;
const POLL_MS = 2000;
/** The receiver knows a setup key by its length: 32 bytes as base64url. */
const SETUP_KEY_BYTES = 32;

export type ConnectOutcome =
  | { kind: 'connected'; replaced: boolean }
  | { kind: 'declined' }
  | { kind: 'expired' }
  /** Another `pagebell connect` made a new setup key for the workspace. */
  | { kind: 'superseded' }
  | { kind: 'interrupted' };

type NoToken = Exclude<ConnectOutcome, { kind: 'connected' | 'declined' }>;

/**
 * Takes a workspace from a new setup key to an active webhook token. The stored token changes only after the
 * operator has said that Notion verified the subscription: whoever posts to the endpoint changes nothing.
 *
 * @param webhookUrl the workspace's public address, without a query
 * @param signal ends it at any time before the token is stored
 * @throws {CommandError} if the table or the parameter cannot be used
 */
export async function connectWorkspace(
  { workspace, webhookUrl }: { workspace: string; webhookUrl: string },
  ports: ConnectPorts,
  signal: AbortSignal,
): Promise<ConnectOutcome> {
  const { clock, operator, pending, randomBytes, tokens } = ports;
  // Read now, so that a missing permission shows before anybody clicks through Notion's settings.
  await tokens.read(workspace);

  const setupKey = randomBytes(SETUP_KEY_BYTES).toString('base64url');
  const hash = hashSetupKey(setupKey);
  const expiresAt = clock.now() + SETUP_MS;
  await pending.open(workspace, hash, Math.floor(expiresAt / 1000));
  const setup: Setup = { workspace, hash, expiresAt, ports };
  try {
    const address = `${webhookUrl}?setup=${setupKey}`;
    operator.showAddress(address, expiresAt, await ports.subscribe?.(address));
    const hideWaiting = operator.showWaiting(expiresAt);
    const first = await nextToken(setup, undefined, signal).finally(hideWaiting);
    if (first.kind !== 'token') return first;
    const verified = await verifiedToken(setup, first.token, signal);
    if (verified.kind !== 'token') return verified;
    return await activate(workspace, verified.token, ports, signal);
  } finally {
    // If the table is out of reach, the item expires by itself.
    await pending.close(workspace, hash).catch(() => undefined);
  }
}

/** One live setup key. */
interface Setup {
  workspace: string;
  hash: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  ports: ConnectPorts;
}

interface Token {
  kind: 'token';
  token: string;
}

/** Waits for a token other than the known one. */
async function nextToken(
  { workspace, hash, expiresAt, ports: { clock, pending } }: Setup,
  known: string | undefined,
  signal: AbortSignal,
): Promise<Token | NoToken> {
  while (!signal.aborted) {
    const isLast = clock.now() >= expiresAt;
    const found = await pending.look(workspace, hash).catch(waitingIf(Unreachable));
    if (found.kind === 'token' && found.token !== known) return found;
    if (isLast) return { kind: 'expired' };
    if (found.kind === 'gone') return { kind: 'superseded' };
    await clock.sleep(POLL_MS, signal);
  }
  return { kind: 'interrupted' };
}

/** A failed look that shall not end the wait counts as one that found nothing new. */
function waitingIf(tolerated: typeof CommandError | typeof Unreachable) {
  return (error: unknown): PendingHandshake => {
    if (error instanceof tolerated) return { kind: 'waiting' };
    throw error;
  };
}

/** Shows the token until Notion has verified it, or the newest one if "Resend token" brings another. */
async function verifiedToken(
  setup: Setup,
  first: string,
  signal: AbortSignal,
): Promise<Token | { kind: 'declined' } | NoToken> {
  const { operator, pending } = setup.ports;
  let token = first;
  for (let shown = 0; ; shown++) {
    operator.showToken(token, shown > 0);
    const step = await askWhileWatching(setup, token, signal);
    if (step.kind === 'token') {
      token = step.token;
      continue;
    }
    if (step.kind !== 'verified') return step;
    // One may have come while the operator answered.
    const last = await pending.look(setup.workspace, setup.hash).catch(waitingIf(CommandError));
    if (last.kind !== 'token' || last.token === token) return { kind: 'token', token };
    token = last.token;
  }
}

type Step = Token | { kind: 'verified' } | { kind: 'declined' } | NoToken;

async function askWhileWatching(setup: Setup, shown: string, signal: AbortSignal): Promise<Step> {
  const settled = new AbortController();
  const either = AbortSignal.any([signal, settled.signal]);
  const answer = setup.ports.operator.askVerified(either).then((said) => answers[said]);
  const news = nextToken(setup, shown, either).then<Step, Step>(
    // The hour is for the handshake, which has come: the operator may take longer.
    (found) => (found.kind === 'expired' ? answer : found),
    // A question stays open although nothing can be looked up any more: storing can be tried again.
    (error: unknown) => (error instanceof CommandError ? answer : Promise.reject(error)),
  );
  try {
    return await Promise.race([answer, news]);
  } finally {
    settled.abort();
    await Promise.allSettled([answer, news]);
  }
}

const answers = {
  yes: { kind: 'verified' },
  no: { kind: 'declined' },
  left: { kind: 'interrupted' },
} as const;

/** Credentials may have expired during the wait; Notion sends a verified token only once, so it is worth a retry. */
async function activate(
  workspace: string,
  token: string,
  { clock, operator, tokens }: ConnectPorts,
  signal: AbortSignal,
): Promise<ConnectOutcome> {
  for (;;) {
    try {
      const current = await tokens.read(workspace);
      await tokens.write(workspace, rotated(token, current, clock.now()));
      return { kind: 'connected', replaced: current !== undefined && current.active !== token };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (await operator.askRetry(error, signal)) continue;
      throw new CommandError(
        `The token is not stored. ${error.message}`,
        `${error.remedy} Then delete the subscription in Notion and run \`pagebell connect\` again.`,
        { cause: error },
      );
    }
  }
}
