import type { FaultName, FaultSwitch } from '../state.ts';

/** In the order in which they are shown. */
export const FAULT_NAMES = [
  'deliver-twice',
  'slack-down',
  'notion-429',
  'drop-second',
  'kill-consumer',
  'forge-signature',
] as const satisfies readonly FaultName[];

/** What a person reads at each switch. */
export const FAULT_TEXTS: Readonly<
  Record<FaultName, Pick<FaultSwitch, 'kind' | 'label' | 'promise' | 'expect'>>
> = {
  'deliver-twice': {
    kind: 'switch',
    label: 'Deliver everything twice',
    promise: 'One change, one notice',
    expect: 'every webhook arrives two times, and still everybody is told once.',
  },
  'slack-down': {
    kind: 'switch',
    label: 'Slack is down',
    promise: 'Acknowledged means durable',
    expect: 'the comment comes at once, and the Slack message once Slack is back.',
  },
  'notion-429': {
    kind: 'switch',
    label: 'Notion answers 429',
    promise: 'Within Notion’s rate limit',
    expect: 'Pagebell calls no more for as long as Notion says, then goes on where it was.',
  },
  'drop-second': {
    kind: 'switch',
    label: 'Drop every second webhook',
    promise: 'Missed events heal',
    expect: 'the next webhook never arrives, and the sweep, every 15 minutes, finds what it would have told.',
  },
  'kill-consumer': {
    kind: 'once',
    label: 'Kill the consumer',
    promise: 'One change, one notice, wherever it dies',
    expect:
      'it ends right after its next comment is written, before it can note that down; the next one looks before it repeats.',
  },
  'forge-signature': {
    kind: 'action',
    label: 'Forge a signature',
    promise: 'Only Notion gets in',
    expect: 'a webhook that Notion did not sign is answered 401, and nobody hears of it.',
  },
};
