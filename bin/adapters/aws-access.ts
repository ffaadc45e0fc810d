import { CommandError, Unreachable } from '../commands/command-error.ts';

/** How to reach an account, or what stands in for one. What is left out, the SDK finds as the AWS CLI does. */
export interface AwsAccess {
  region?: string;
  profile?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** What makes an SDK's client of one service. */
export interface ServiceAccess extends AwsAccess {
  endpoint?: string;
}

/** Names of errors, of Node's sockets and of AWS, after which the same call may succeed. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'RequestTimeout',
  'ServiceUnavailable',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
]);

/** Names of errors, of the SDK and of AWS, that only other credentials can cure. */
const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'TokenProviderError',
  'UnrecognizedClientException',
]);

const DENIED = new Set(['AccessDenied', 'AccessDeniedException']);

/**
 * Calls AWS.
 *
 * @param purpose what for, as in "could not <purpose>"
 * @param profile to be named if it is what is wrong
 * @throws {CommandError} with a remedy, whatever AWS or the way to it refuses
 */
export async function reachAws<Answer>(
  purpose: string,
  call: () => Promise<Answer>,
  profile?: string,
): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof CommandError ? error : explain(purpose, error, profile);
  }
}

function explain(purpose: string, cause: unknown, profile: string | undefined): CommandError {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const code = 'code' in error ? String(error.code) : error.name;
  const said = (error.message || code).replace(/\s+/g, ' ').replace(/\.$/, '');
  const fault = (message: string, remedy: string) => new CommandError(message, remedy, { cause });

  if (CREDENTIALS.has(error.name)) {
    if (profile !== undefined) {
      return fault(
        `No valid AWS credentials by the profile ${profile}: ${said}`,
        `\`aws configure list-profiles\` shows which there are; sign in with \`aws sso login --profile ${profile}\`.`,
      );
    }
    return fault(
      `No valid AWS credentials: ${said}`,
      'Sign in with `aws sso login` or `aws configure`, or name a profile with --profile.',
    );
  }
  if (error.message.includes('Region is missing')) {
    const where = profile === undefined ? '' : `, and none in the profile ${profile}`;
    return fault(
      `No AWS Region${where}`,
      'Set AWS_REGION, or a region in the profile, or name one with --region.',
    );
  }
  if (DENIED.has(error.name)) {
    return fault(
      `Not allowed to ${purpose}: ${said}`,
      'Use a role that may, such as the one that deployed the stack.',
    );
  }
  if (UNREACHABLE.has(code) || UNREACHABLE.has(error.name)) {
    return new Unreachable(`Could not ${purpose}: ${said}`, 'Check the connection and try again.', { cause });
  }
  return fault(
    `Could not ${purpose}: ${error.name}: ${said}`,
    'Check that the stack, the profile and the Region are the right ones.',
  );
}
