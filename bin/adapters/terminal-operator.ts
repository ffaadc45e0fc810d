import { confirm, isCancel, log } from '@clack/prompts';
import type { Operator } from '../commands/connect-ports.ts';
import { showWaitingLine } from './waiting-line.ts';

/** https://developers.notion.com/reference/webhooks */
const STEPS = [
  '1. Open https://www.notion.so/developers/connections and choose your connection.',
  '2. Open its Webhooks tab and choose "+ Create a subscription".',
  '3. Webhook URL: the address above. API version: 2026-03-11.',
  '4. Events: page.created, page.properties_updated, page.moved, page.deleted, page.undeleted.',
  '5. Choose "Create". Notion posts a token to the address, and it appears here.',
];

/** @param assumeYes take every token for verified, and ask nothing */
export function terminalOperator(assumeYes: boolean): Operator {
  return {
    showAddress(url, _, subscribed) {
      if (subscribed?.kind === 'made') {
        log.success('Notion has made the subscription by its API, for this address:');
        return showPlain(url);
      }
      if (subscribed) {
        log.warn(`Notion makes no subscription by its API (${subscribed.reason}), so it is done by hand.`);
      }
      log.step('Register this address in Notion. It is good for one hour.');
      showPlain(url);
      log.message(STEPS);
    },

    showWaiting(until) {
      const time = new Date(until).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
      return showWaitingLine(`Waiting for Notion's token until ${time} (Ctrl-C leaves)`);
    },

    showToken(token, isAnother) {
      log.success(
        isAnother ? 'Notion sent another token, which replaces the one above.' : 'The token is here.',
      );
      showPlain(token);
      log.message('In Notion, paste it into "Verify subscription".');
    },

    async askVerified(signal) {
      if (assumeYes) return 'yes';
      const answer = await confirm({ message: 'Does Notion say that the subscription is verified?', signal });
      if (isCancel(answer)) return 'left';
      return answer ? 'yes' : 'no';
    },

    async askRetry(failure, signal) {
      if (assumeYes) return false;
      log.error(`${failure.message}. ${failure.remedy}`);
      const answer = await confirm({ message: 'The token is not stored yet. Try again?', signal });
      return answer === true;
    },
  };
}

/** Alone on its line, without a frame or a line break of ours, to be copied as a whole. */
function showPlain(text: string): void {
  process.stdout.write(`\n${text}\n\n`);
}
