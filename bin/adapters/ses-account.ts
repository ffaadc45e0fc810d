import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  NotFoundException,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import type { SesView } from '../commands/doctor/doctor-ports.ts';
import { reachAws, type ServiceAccess } from './aws-access.ts';

/** Amazon SES as an operator looks at it: nothing here changes anything. */
export function sesAccount(access: ServiceAccess): SesView {
  const client = new SESv2Client(access);
  return {
    account: () =>
      reachAws(
        'look at the account in Amazon SES',
        async () => {
          const { ProductionAccessEnabled, SendingEnabled } = await client.send(new GetAccountCommand());
          return { isProduction: ProductionAccessEnabled === true, isSending: SendingEnabled !== false };
        },
        access.profile,
      ),

    identity: (EmailIdentity) =>
      reachAws(
        `look at the identity ${EmailIdentity} in Amazon SES`,
        async () => {
          try {
            const answer = await client.send(new GetEmailIdentityCommand({ EmailIdentity }));
            return answer.VerifiedForSendingStatus ? 'verified' : 'unverified';
          } catch (error) {
            if (error instanceof NotFoundException) return 'missing';
            throw error;
          }
        },
        access.profile,
      ),
  };
}
