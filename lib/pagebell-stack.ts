import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import type { Settings } from '../lambdas/core/settings.ts';
import { Alarms } from './constructs/alarms.ts';
import { CONSUMER_TIMEOUT, Consumer } from './constructs/consumer.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { EventQueue } from './constructs/event-queue.ts';
import { Figures } from './constructs/figures.ts';
import { Ingress } from './constructs/ingress.ts';
import { MetricsDashboard } from './constructs/metrics-dashboard.ts';
import { PagebellTable } from './constructs/pagebell-table.ts';
import { Timer } from './constructs/timer.ts';
import { WebhookApi } from './constructs/webhook-api.ts';
import { writeSettings } from './settings.ts';

/** Pagebell in one stack, for any account and Region. */
export class PagebellStack extends Stack {
  constructor(app: App, settings: Settings) {
    super(app, settings.stackName, {
      description: 'Pagebell: tells people in a Notion workspace that a page became theirs',
    });
    const context = { settings, settingsFile: writeSettings(settings, app.outdir) };

    const { events, deadLetters } = new EventQueue(this, 'Queue', { consumerTimeout: CONSUMER_TIMEOUT });
    const table = new PagebellTable(this, 'Table');
    const ingress = new Ingress(this, 'Ingress', { context, events, table });
    const { apiId, webhookUrl, dashboardUrl } = new WebhookApi(this, 'Http', {
      ingress,
      dashboard: new Dashboard(this, 'Dashboard', { context, events, deadLetters, table }),
      logRetentionDays: settings.logRetentionDays,
    });
    const consumer = new Consumer(this, 'Consumer', { context, events, deadLetters, table, dashboardUrl });
    const timer = new Timer(this, 'Timer', { context, events, table });

    const figures = new Figures(this, 'Figures', { events, deadLetters, apiId, ingress, consumer, timer });
    const alarms = new Alarms(this, 'Alarms', figures, settings);
    new MetricsDashboard(this, 'Metrics', figures, alarms, settings);

    new CfnOutput(this, 'WebhookUrl', { value: webhookUrl, description: 'Where Notion posts its webhooks' });
    new CfnOutput(this, 'DashboardUrl', { value: dashboardUrl, description: 'Where comments link to' });
    new CfnOutput(this, 'QueueUrl', { value: events.queueUrl, description: 'Jobs' });
    new CfnOutput(this, 'DeadLetterQueueUrl', {
      value: deadLetters.queueUrl,
      description: 'What a person must look at',
    });
    new CfnOutput(this, 'AlarmTopicArn', { value: alarms.topic.topicArn, description: 'Where alarms go' });
    new CfnOutput(this, 'TableName', { value: table.tableName, description: 'All that Pagebell remembers' });
  }
}
