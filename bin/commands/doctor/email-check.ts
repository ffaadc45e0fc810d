import { identitiesOf } from '../../../lambdas/core/email-address.ts';
import type { EmailSettings } from '../../../lambdas/core/settings.ts';
import type { SesView } from './doctor-ports.ts';
import { broken, ok, unchecked, type Verdict } from './finding.ts';

/** Whether Amazon SES sends as the configured sender, and to everybody. */
export async function checkEmail(ses: SesView | undefined, email: EmailSettings): Promise<Verdict> {
  if (!ses) return unchecked('there is no stack to look at');
  const identities = identitiesOf(email);
  const states = await Promise.all(identities.map((identity) => ses.identity(identity)));
  const inState = (state: string) => identities.filter((_, index) => states[index] === state).join(', ');
  if (!states.includes('verified')) {
    const isKnown = states.includes('unverified');
    return broken(
      isKnown
        ? `not verified yet: ${inState('unverified')}`
        : `unknown to Amazon SES: ${identities.join(', ')}`,
      "Verify it in Amazon SES, in the stack's Region: an address by the message that it gets, a domain by its DNS records.",
    );
  }
  const { isProduction, isSending } = await ses.account();
  if (!isSending)
    return broken('sending is paused for this account', 'Resume it in Amazon SES, or answer AWS there.');
  if (!isProduction) {
    return broken(
      'the account is in the sandbox of Amazon SES: only verified recipients get e-mails',
      'Ask AWS for production access in Amazon SES (Account dashboard).',
    );
  }
  return ok(`${inState('verified')}: verified, and the account is out of the sandbox`);
}
