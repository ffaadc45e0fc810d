import type { Settings } from '../../lambdas/core/settings.ts';

/**
 * Lambda refuses a reservation that leaves fewer units than this to the functions without one.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const UNRESERVED_MINIMUM = 100;

/** Lambda's concurrency in one account and Region, in units: invocations at the same time. */
export interface ConcurrencyAccount {
  /** Of the credentials, where one was named. */
  profile?: string | undefined;
  /** What all functions together may use, and how much of it no function has reserved. */
  quota(): Promise<{ limit: number; unreserved: number }>;
  /** What the functions of a stack have reserved already: 0 if there is no such stack. */
  heldBy(stackName: string): Promise<number>;
}

export type Preflight =
  | { kind: 'go' }
  /** The quota cannot be read, which says nothing against the deployment. */
  | { kind: 'unchecked'; reason: string }
  /** AWS cannot be asked anything: a deployment would fail as well. */
  | { kind: 'barred'; reason: string; remedy: string }
  /** The account cannot reserve what is asked for. What to do is in further lines. */
  | { kind: 'stop'; message: string };

/**
 * Finds out before a deployment whether the account can reserve the concurrency that it asks for. If not,
 * CloudFormation would say so only minutes later, and roll everything back.
 */
export async function preflight(settings: Settings, account: ConcurrencyAccount): Promise<Preflight> {
  if (settings.reservedConcurrency === 'off') return { kind: 'go' };
  const wanted = settings.workspaces.length;
  try {
    const [{ limit, unreserved }, held] = await Promise.all([
      account.quota(),
      account.heldBy(settings.stackName),
    ]);
    const missing = UNRESERVED_MINIMUM + wanted - held - unreserved;
    if (wanted <= held || missing <= 0) return { kind: 'go' };
    return { kind: 'stop', message: shortage({ wanted, held, limit, unreserved, missing }) };
  } catch (error) {
    return explain(error, account.profile);
  }
}

function shortage(units: Record<'wanted' | 'held' | 'limit' | 'unreserved' | 'missing', number>): string {
  const held = units.held > 0 ? ` (${units.held} of them reserved already)` : '';
  return [
    `This account cannot reserve the concurrency that the configuration asks for: ${units.wanted}, one for each workspace${held}.`,
    `Lambda allows it ${units.limit} concurrent executions in this Region, of which ${units.unreserved} are unreserved, and ${UNRESERVED_MINIMUM} must stay so.`,
    "Either set reservedConcurrency: 'off' in the configuration: Pagebell stays correct without a reservation.",
    `Or ask for ${units.limit + units.missing} or more under Service Quotas > AWS Lambda > Concurrent executions (L-B99A9384).`,
  ].join('\n');
}

/** Names of errors, of the SDK and of AWS, that only other credentials can cure. */
const CREDENTIAL_ERRORS = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

function explain(error: unknown, profile: string | undefined): Preflight {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (CREDENTIAL_ERRORS.has(name)) {
    const by = profile === undefined ? '' : ` by the profile ${profile}`;
    return {
      kind: 'barred',
      reason: `No valid AWS credentials${by}: ${message}`,
      remedy:
        'Sign in with "aws sso login" or "aws configure", or name a profile: npm run deploy -- --profile <name>',
    };
  }
  if (message.includes('Region is missing')) {
    return {
      kind: 'barred',
      reason: 'No AWS Region',
      remedy: 'Set AWS_REGION, or a region in the profile, or name one: npm run deploy -- --region <region>',
    };
  }
  // An AggregateError, of a refused connection, has no message.
  const code = error instanceof Error && 'code' in error ? String(error.code) : name;
  return { kind: 'unchecked', reason: message || code };
}
