import type { Settings } from '../../lambdas/core/config.ts';

/**
 * Lambda refuses a reservation that leaves fewer units than this to the functions without one.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const UNRESERVED_MINIMUM = 100;

/** Lambda's concurrency in one account and Region, in units: invocations at the same time. */
export interface ConcurrencyAccount {
  /** What all functions together may use, and how much of it no function has reserved. */
  quota(): Promise<{ limit: number; unreserved: number }>;
  /** What the functions of a stack have reserved already: 0 if there is no such stack. */
  heldBy(stackName: string): Promise<number>;
}

export type Preflight =
  | { kind: 'go' }
  /** The quota cannot be read, which says nothing against the deployment. */
  | { kind: 'unchecked'; warning: string }
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
    return explain(error);
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

const DENIED_ERRORS = new Set(['AccessDenied', 'AccessDeniedException']);

function explain(error: unknown): Preflight {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (CREDENTIAL_ERRORS.has(name)) {
    return {
      kind: 'stop',
      message: `No valid AWS credentials: ${message}\nSign in with "aws sso login" or "aws configure", or name a profile: npm run deploy -- --profile <name>`,
    };
  }
  if (DENIED_ERRORS.has(name)) {
    return {
      kind: 'unchecked',
      warning: `The account's Lambda concurrency is not checked: ${message}\nIf the deployment fails for it, set reservedConcurrency: 'off' in the configuration.`,
    };
  }
  if (message.includes('Region is missing')) {
    return {
      kind: 'stop',
      message:
        'No AWS Region: set AWS_REGION, or a region in the profile, or name one: npm run deploy -- --region <region>',
    };
  }
  return { kind: 'stop', message: `The account's Lambda concurrency cannot be read: ${name}: ${message}` };
}
