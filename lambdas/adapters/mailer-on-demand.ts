import type { Mailer } from '../core/ports/mailer.ts';

/** Amazon SES. Its client is loaded with the first e-mail: most teams send none. */
export function mailerOnDemand(): Mailer {
  let mailer: Mailer | undefined;
  return {
    async send(from, email) {
      const { sesMailer } = await import('./email.ts');
      mailer ??= sesMailer();
      return mailer.send(from, email);
    },
  };
}
