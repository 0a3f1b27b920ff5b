import {
  App,
  aws_ecr as ecr,
  aws_events as events,
  aws_events_targets as targets,
  aws_logs as logs,
  aws_sqs as sqs,
  Stack,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FindingSeverity, ScanFindingsRule } from '../../src/index';
import samples from '../data/events.json';
import { transformed } from '../oracle/event-pattern/transformed';

const DIGEST = 'sha256:1111111111111111111111111111111111111111111111111111111111111111';
const URL = `https://eu-west-1.console.aws.amazon.com/ecr/repositories/private/111122223333/shop/api/_/image/${DIGEST}/details?region=eu-west-1`;

function shop(region = 'eu-west-1') {
  const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region } });
  return { stack, repository: ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api') };
}

afterEach(() => jest.restoreAllMocks());

/** The text that the target receives for a sample event. */
function received(event: keyof typeof samples, message: events.RuleTargetInput, region?: string): string {
  const { stack, repository } = shop(region);
  const queue = new targets.SqsQueue(new sqs.Queue(stack, 'Queue'), { message });
  const perFinding = event === 'enhancedFinding';
  new ScanFindingsRule(stack, 'Findings', { repository, minimumSeverity: FindingSeverity.LOW, targets: [queue], perFinding });
  const rules = Template.fromStack(stack).findResources('AWS::Events::Rule', {
    Properties: { EventPattern: { source: [samples[event].source] } },
  });
  const [rule] = Object.values(rules);
  return transformed(rule.Properties.Targets[0].InputTransformer, samples[event]);
}

test.each([
  ['basicScan', `Vulnerabilities in shop/api: {CRITICAL:10,MEDIUM:9}. Image ${DIGEST}, tags [latest,v1.4.0]. See ${URL} for the findings.`],
  [
    'enhancedScan',
    `Vulnerabilities in shop/api: {CRITICAL:7,HIGH:61,MEDIUM:62,TOTAL:158}. Image ${DIGEST}, tags [latest]. See ${URL} for the findings.`,
  ],
  ['enhancedFinding', `Vulnerabilities in shop/api: HIGH CVE-2019-17498 - libssh2. Image ${DIGEST}. See ${URL} for the findings.`],
] as const)('the message of %s is a line of text, and JSON for a function', (event, text) => {
  expect(JSON.parse(received(event, ScanFindingsRule.message()))).toBe(text);
});

test.each([
  ['basicScan', `{CRITICAL:10,MEDIUM:9}\nImage ${DIGEST}, tags [latest,v1.4.0]`],
  ['enhancedScan', `{CRITICAL:7,HIGH:61,MEDIUM:62,TOTAL:158}\nImage ${DIGEST}, tags [latest]`],
  ['enhancedFinding', `HIGH CVE-2019-17498 - libssh2\nImage ${DIGEST}`],
] as const)('the message of %s for a chat is a custom notification', (event, description) => {
  expect(JSON.parse(received(event, ScanFindingsRule.chatMessage()))).toEqual({
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: 'Vulnerabilities in shop/api',
      description,
      nextSteps: [`View the findings: ${URL}`],
    },
  });
});

test.each([
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/ecr/'],
  ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/ecr/'],
])('in %s the link leads to the console of the partition', (region, start) => {
  expect(received('basicScan', ScanFindingsRule.message(), region)).toContain(start);
});

test('in a stack without a Region the link is completed when it is deployed', () => {
  const stack = new Stack(new App(), 'Shop');
  const repository = ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api');
  const queue = new targets.SqsQueue(new sqs.Queue(stack, 'Queue'), { message: ScanFindingsRule.message() });
  new ScanFindingsRule(stack, 'Findings', { repository, minimumSeverity: FindingSeverity.LOW, targets: [queue] });
  const [rule] = Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule'));
  const [, parts] = rule.Properties.Targets[0].InputTransformer.InputTemplate['Fn::Join'];
  expect(parts.slice(1, 4)).toEqual([
    { Ref: 'AWS::Region' },
    '.console.aws.amazon.com/ecr/repositories/private/',
    { Ref: 'AWS::AccountId' },
  ]);
});

test.each([
  ['message', ScanFindingsRule.message()],
  ['chatMessage', ScanFindingsRule.chatMessage()],
])('%s is refused by any other rule', (name, message) => {
  const { stack } = shop();
  const rule = new events.Rule(stack, 'Own', { eventPattern: { source: ['aws.ecr'] } });
  expect(() => rule.addTarget(new targets.SqsQueue(new sqs.Queue(stack, 'Queue'), { message }))).toThrow(
    `Shop/Own: a target has ScanFindingsRule.${name}(), which is only for targets of a ScanFindingsRule. Pass the target to addTarget ` +
      'of a ScanFindingsRule, or use RuleTargetInput.fromText; for a log group, omit the message. [cdk-secure-repository:scan-message]',
  );
});

test('a log group, which accepts no text, is an error that says to omit the message', () => {
  // one of its two inputs is deprecated
  jest.replaceProperty(process, 'env', { ...process.env, JSII_DEPRECATED: 'quiet' });
  const { stack, repository } = shop();
  const group = new targets.CloudWatchLogGroup(new logs.LogGroup(stack, 'Log'), { event: ScanFindingsRule.message() });
  const props = { repository, minimumSeverity: FindingSeverity.LOW, targets: [group] };
  expect(() => new ScanFindingsRule(stack, 'Findings', props)).toThrow('for a log group, omit the message.');
});
