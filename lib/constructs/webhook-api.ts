import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ROUTES } from '../../lambdas/core/names.ts';

/** Notion counts a 429 as a failed delivery, so the limit is far above what a workspace sends. */
const THROTTLE = { rateLimit: 500, burstLimit: 1000 };
/** A page that is open asks every five seconds: enough for dozens of readers. */
const PAGES_THROTTLE = { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 };
/** Nobody types keys faster; who guesses them is stopped before a function runs. */
const SIGN_IN_THROTTLE = { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 5 };

interface WebhookApiProps {
  ingress: IFunction;
  dashboard: IFunction;
  logRetentionDays: number;
}

/** The public address. Routes are explicit: whatever is not named here is API Gateway's own 404. */
export class WebhookApi extends Construct {
  readonly apiId: string;
  readonly webhookUrl: string;
  readonly dashboardUrl: string;
  private readonly api: HttpApi;
  private readonly stage: CfnStage;

  constructor(scope: Construct, id: string, { ingress, dashboard, logRetentionDays }: WebhookApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: Stack.of(this).stackName,
      description: "Pagebell: Notion's webhooks and the dashboard",
      createDefaultStage: false,
    });
    this.stage = this.addStage(logRetentionDays);

    const webhooks = 'a webhook is authenticated by the signature over its body, which ingress verifies';
    const pages = 'the dashboard signs its readers in itself: they have a key, not an identity of AWS';
    this.addRoute('Webhook', HttpMethod.POST, ROUTES.webhook, ingress, webhooks);
    this.addRoute('WebhookOfWorkspace', HttpMethod.POST, ROUTES.webhookOfWorkspace, ingress, webhooks);
    this.stage.routeSettings = {
      ...this.addRoute('Dashboard', HttpMethod.GET, ROUTES.dashboard, dashboard, pages, PAGES_THROTTLE),
      ...this.addRoute(
        'DashboardPages',
        HttpMethod.ANY,
        `${ROUTES.dashboard}/{proxy+}`,
        dashboard,
        pages,
        PAGES_THROTTLE,
      ),
      ...this.addRoute('SignIn', HttpMethod.POST, ROUTES.signIn, dashboard, pages, SIGN_IN_THROTTLE),
    };

    this.apiId = this.api.apiId;
    this.webhookUrl = this.api.apiEndpoint + ROUTES.webhook;
    this.dashboardUrl = this.api.apiEndpoint + ROUTES.dashboard;
  }

  private addStage(logRetentionDays: number): CfnStage {
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      // The prefix spares an account with many APIs the size limit of CloudWatch's resource policy.
      logGroupName: `/aws/vendedlogs/pagebell/${Stack.of(this).stackName}/access`,
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: { destination: new LogGroupLogDestination(accessLogs), format: ACCESS_LOG },
    });
    return stage.node.defaultChild as CfnStage; // the one resource that a stage is made of
  }

  /** @returns what the stage is to say of the route, if it has a throttle of its own */
  private addRoute(
    id: string,
    method: HttpMethod,
    path: string,
    target: IFunction,
    whyOpen: string,
    throttle?: object,
  ): Record<string, object> {
    const integration = new HttpLambdaIntegration(`${id}Integration`, target);
    for (const route of this.api.addRoutes({ path, methods: [method], integration })) {
      Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: whyOpen });
      // API Gateway refuses settings of a route that is not there yet.
      if (throttle) this.stage.node.addDependency(route);
    }
    return throttle ? { [`${method} ${path}`]: throttle } : {};
  }
}

/** No body, no header, no query: an address that is being set up carries its key in the query. */
export const ACCESS_LOG = AccessLogFormat.custom(
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
