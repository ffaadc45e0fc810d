import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Settings } from '../../lambdas/core/settings.ts';
import { AlarmTopic } from './alarm-topic.ts';
import type { Figures } from './figures.ts';

type AlarmSettings = Pick<
  Settings,
  'alarmEmail' | 'alarmSignatureFailures' | 'alarmSilentHours' | 'runbookUrl' | 'workspaces'
>;

interface AlarmSpec {
  /** Its heading in the runbook. */
  title: string;
  /** What people in Notion and Slack notice of it. */
  impact: string;
  metric: IMetric;
  /** Raised at this value, or above it. */
  atLeast: number;
  /** The metric's periods that are looked at; default one. */
  periods?: number;
  /** How many of them must be that high; default all. */
  highPeriods?: number;
}

/** The longest time that a message should wait for its turn. */
const MOST_WAIT = Duration.minutes(15);

const FIVE_MINUTES = { period: Duration.minutes(5) };
const TWO_MINUTES = { period: Duration.minutes(2) };

/** Every alarm says what it means for people, and where the runbook tells what to do. */
export class Alarms extends Construct {
  readonly topic: ITopic;
  readonly all: Alarm[] = [];
  private readonly runbookUrl: string;

  constructor(scope: Construct, id: string, figures: Figures, settings: AlarmSettings) {
    super(scope, id);
    this.runbookUrl = settings.runbookUrl;
    this.topic = new AlarmTopic(this, 'Topic', settings.alarmEmail);
    for (const spec of specsOf(figures, settings)) this.add(spec);
    const { alarmSilentHours } = settings;
    if (alarmSilentHours === 'off') return;
    for (const { key } of settings.workspaces) this.addSilence(key, alarmSilentHours, figures);
  }

  private add({ title, impact, metric, atLeast, periods = 1, highPeriods = periods }: AlarmSpec): void {
    const alarm = new Alarm(this, pascalCase(title), {
      alarmName: `${Stack.of(this).stackName}-${anchorOf(title)}`,
      alarmDescription: this.describe(title, impact),
      metric,
      threshold: atLeast,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      datapointsToAlarm: highPeriods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.notify(alarm);
  }

  /** One for each workspace: the others' events must not hide that its subscription is paused. */
  private addSilence(workspace: string, hours: number, figures: Figures): void {
    const title = 'No events';
    const impact =
      `Notion has sent no event of workspace "${workspace}" for ${hours} hours. ` +
      'If its subscription is paused, people are told up to one sweep late instead of at once.';
    const alarm = new Alarm(this, pascalCase(`${title} ${workspace}`), {
      alarmName: `${Stack.of(this).stackName}-${anchorOf(title)}-${workspace}`,
      alarmDescription: this.describe(title, impact),
      metric: figures.countOfWorkspace(workspace, 'EventReceived').with({ period: Duration.hours(1) }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: hours,
      // Without an event nothing is counted, not even a zero.
      treatMissingData: TreatMissingData.BREACHING,
    });
    this.notify(alarm);
  }

  private describe(title: string, impact: string): string {
    return `${impact} What to do: ${this.runbookUrl}#${anchorOf(title)}`;
  }

  private notify(alarm: Alarm): void {
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    this.all.push(alarm);
  }
}

function specsOf(figures: Figures, { alarmSignatureFailures }: AlarmSettings): AlarmSpec[] {
  const { events, deadLetters, timer } = figures.watched;
  return [
    {
      title: 'Dead letters',
      impact: 'Somebody was not told of an assignment, and will not be until a person has mended the cause.',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible(FIVE_MINUTES),
      atLeast: 1,
    },
    {
      title: 'Oldest message',
      impact: `Somebody has waited for more than ${MOST_WAIT.toMinutes()} minutes to be told.`,
      metric: events.metricApproximateAgeOfOldestMessage(FIVE_MINUTES),
      atLeast: MOST_WAIT.toSeconds(),
    },
    {
      title: 'Workspace halted',
      impact:
        'Nobody in a workspace is told of anything. Nothing is lost: it is done once the cause is mended.',
      metric: figures.count('consumer', 'WorkspaceHalted').with(FIVE_MINUTES),
      atLeast: 1,
      // A rate limit or a cut connection that passes by itself is no news.
      periods: 3,
      highPeriods: 2,
    },
    {
      title: 'Consumer errors',
      impact:
        'Some people are told late. What fails three times is parked, and they are then not told at all.',
      metric: figures.consumerErrors().with(FIVE_MINUTES),
      atLeast: 1,
    },
    {
      title: 'Consumer time-outs',
      impact: 'A whole workspace waits for about two minutes each time, then goes on.',
      metric: figures.consumerTimeouts,
      atLeast: 1,
    },
    {
      title: 'Ingress failures',
      impact:
        'Webhooks are answered with errors. Notion sends them again for a day, but pauses a subscription whose endpoint keeps failing.',
      metric: figures.ingressFailures().with(FIVE_MINUTES),
      atLeast: 1,
      periods: 3,
      highPeriods: 2,
    },
    {
      title: 'Signature failures',
      impact:
        'Somebody forges webhooks, which harms nobody; or the token is not the one that Notion signs with, and no event is taken.',
      metric: figures.count('ingress', 'SignatureRefused').with(FIVE_MINUTES),
      atLeast: alarmSignatureFailures,
    },
    {
      title: 'Budget exhausted',
      impact:
        "People are told late: a workspace has used up its share of Notion's rate limit for ten minutes.",
      metric: figures.count('consumer', 'BudgetExhausted').with(TWO_MINUTES),
      atLeast: 1,
      periods: 5,
    },
    {
      title: 'Timer errors',
      impact: 'Nothing that was put off is done: no repetition, no sweep. New events are still worked on.',
      metric: timer.metricErrors(FIVE_MINUTES),
      atLeast: 3,
    },
  ];
}

/** `dead-letters`: what a heading of that text is linked by. */
export function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}

/** `DeadLetters` */
function pascalCase(title: string): string {
  return title.replace(/(?:^|[ -])(\w)/g, (_, letter: string) => letter.toUpperCase());
}
