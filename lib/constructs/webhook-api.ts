import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ROUTES } from '../../lambdas/core/names.ts';

/** Notion counts a 429 as a failed delivery, so the limit is far above what a workspace sends. */
const THROTTLE = { rateLimit: 500, burstLimit: 1000 };

interface WebhookApiProps {
  ingress: IFunction;
  dashboard: IFunction;
  logRetentionDays: number;
}

/** The public address. Routes are explicit: whatever is not named here is API Gateway's own 404. */
export class WebhookApi extends Construct {
  readonly webhookUrl: string;
  readonly dashboardUrl: string;
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string, { ingress, dashboard, logRetentionDays }: WebhookApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: Stack.of(this).stackName,
      description: "Pagebell: Notion's webhooks and the dashboard",
      createDefaultStage: false,
    });
    this.addStage(logRetentionDays);

    const webhooks = 'a webhook is authenticated by the signature over its body, which ingress verifies';
    const pages = 'the dashboard holds nothing but a page of its own and has no permission to read anything';
    this.addRoute('Webhook', HttpMethod.POST, ROUTES.webhook, ingress, webhooks);
    this.addRoute('WebhookOfWorkspace', HttpMethod.POST, ROUTES.webhookOfWorkspace, ingress, webhooks);
    this.addRoute('Dashboard', HttpMethod.GET, ROUTES.dashboard, dashboard, pages);
    this.addRoute('DashboardPages', HttpMethod.ANY, `${ROUTES.dashboard}/{proxy+}`, dashboard, pages);

    this.webhookUrl = this.api.apiEndpoint + ROUTES.webhook;
    this.dashboardUrl = this.api.apiEndpoint + ROUTES.dashboard;
  }

  private addStage(logRetentionDays: number): void {
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      // The prefix spares an account with many APIs the size limit of CloudWatch's resource policy.
      logGroupName: `/aws/vendedlogs/pagebell/${Stack.of(this).stackName}/access`,
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: { destination: new LogGroupLogDestination(accessLogs), format: ACCESS_LOG },
    });
  }

  private addRoute(id: string, method: HttpMethod, path: string, target: IFunction, whyOpen: string): void {
    const integration = new HttpLambdaIntegration(`${id}Integration`, target);
    for (const route of this.api.addRoutes({ path, methods: [method], integration })) {
      Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: whyOpen });
    }
  }
}

/** No body, no header, no query: an address that is being set up carries its key in the query. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    requestTime: AccessLogField.contextRequestTime(),
    sourceIp: '$context.identity.sourceIp',
    userAgent: '$context.identity.userAgent',
    routeKey: '$context.routeKey',
    status: AccessLogField.contextStatus(),
    responseLength: AccessLogField.contextResponseLength(),
    responseLatency: AccessLogField.contextResponseLatency(),
    integrationStatus: '$context.integrationStatus',
    integrationLatency: '$context.integrationLatency',
    integrationError: '$context.integrationErrorMessage',
  }),
);
