import type { Measurement } from '../measurement.ts';
import type { Resource, Scaled } from './simulate.ts';

/** USD for each request with the setting for more throughput. https://aws.amazon.com/systems-manager/pricing/ */
const PRICE_OF_PARAMETER = 0.05 / 10_000;
const MILLION = 1_000_000;

/** What people wait, and what is refused. */
export function waitingRows(workspaces: string, scaled: Scaled, goalMs?: number): Measurement[] {
  const { delays, events, load, refusedWebhooks } = scaled;
  const percent = (what: string, share: number) => row(workspaces, what, share * 100, '%');
  const delay = (name: string, share: number, goal?: number): Measurement => {
    const { figure, isAtLeast } = delays.quantile(share);
    const what = `webhook to announcement: ${name}${isAtLeast ? ', more than' : ''}`;
    return { ...row(workspaces, what, figure / 1000, 's'), ...(goal !== undefined && { goal: goal / 1000 }) };
  };
  return [
    delay('median', 0.5),
    delay('99 %', 0.99, goalMs),
    percent('announced by the end', delays.shareTold),
    percent('webhooks refused at first', refusedWebhooks / events),
    percent('messages in the queue, of those looked through', load['messages in the queue']),
    percent('messages in flight, of those allowed', load['messages in flight']),
  ];
}

/** How much of each resource is needed, the most needed first. */
export function loadRows(workspaces: string, { load }: Scaled): Measurement[] {
  const shares = Object.entries(load) as [Resource, number][]; // the keys of that record
  return shares
    .sort(([, one], [, other]) => other - one)
    .map(([resource, share]) => row(workspaces, `needed of ${NAMES[resource]}`, share * 100, '%'));
}

/** Parameter Store's bill, once it answers more. */
export function priceRow(workspaces: string, { events, parameters }: Scaled): Measurement {
  const figure = (parameters / events) * MILLION * PRICE_OF_PARAMETER;
  return row(workspaces, 'parameters of a million events', figure, 'USD');
}

function row(workspaces: string, what: string, figure: number, unit: Measurement['unit']): Measurement {
  return { area: 'scale', what: `${workspaces}: ${what}`, figure, unit };
}

const NAMES: Readonly<Record<Resource, string>> = {
  parameters: 'Parameter Store',
  decryptions: "KMS's decryptions",
  'table writes': 'the writes of a new table',
  'queue requests': 'requests to the queue',
  'messages in the queue': 'the messages that SQS looks through',
  'messages in flight': 'the messages that may be in flight',
  webhooks: "the stage's throttle",
  'concurrency of the consumer': "the consumer's concurrency",
  'concurrency of the receiver': 'the concurrency that is left to the receiver',
  'new environments': 'new execution environments',
  timer: "the timer's minute",
};
