import {
  App,
  aws_ecr as ecr,
  aws_events as events,
  aws_events_targets as targets,
  aws_lambda as lambda,
  aws_sns as sns,
  aws_sqs as sqs,
  Fn,
  Stack,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { FindingSeverity, ScanFindingsRule } from '../../src/index';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function shop(env: { account?: string; region?: string } = ENV) {
  const stack = new Stack(new App(), 'Shop', { env });
  const repository = new ecr.Repository(stack, 'Api', { repositoryName: 'shop/api' });
  const topic = new sns.Topic(stack, 'Topic');
  const rule = (targetsOfRule: events.IRuleTarget[], perFinding?: boolean) =>
    new ScanFindingsRule(stack, 'Findings', { repository, minimumSeverity: FindingSeverity.HIGH, targets: targetsOfRule, perFinding });
  return { stack, repository, topic, rule };
}

interface SynthesizedRule {
  readonly Description: string;
  readonly EventPattern: { source: string[]; account: unknown; detail: Record<string, unknown> };
  readonly Targets: object[];
}

/** The rules of a stack by the source of their events, as synthesized. */
function rulesBySource(stack: Stack) {
  const rules: SynthesizedRule[] = Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule')).map(
    ({ Properties }) => Properties,
  );
  return Object.fromEntries(rules.map((rule) => [rule.EventPattern.source[0], rule]));
}

/** The targets of the two rules. */
function targetsOfBoth(stack: Stack): object[][] {
  const rules = rulesBySource(stack);
  expect(Object.keys(rules).sort()).toEqual(['aws.ecr', 'aws.inspector2']);
  return Object.values(rules).map(({ Targets }) => Targets);
}

afterEach(() => jest.restoreAllMocks());

describe('the patterns', () => {
  test('a repository of the app is matched by its own name and ARN', () => {
    const { stack, topic, rule } = shop();
    rule([new targets.SnsTopic(topic)]);
    const api = stack.getLogicalId(stack.node.findChild('Api').node.defaultChild as ecr.CfnRepository);
    const { 'aws.ecr': basic, 'aws.inspector2': enhanced } = rulesBySource(stack);
    expect(basic.EventPattern.detail['repository-name']).toEqual([{ Ref: api }]);
    expect(enhanced.EventPattern.detail['repository-name']).toEqual([{ 'Fn::GetAtt': [api, 'Arn'] }]);
  });

  test('in a stack without an env the account and the Region are those it is deployed to', () => {
    const { stack, topic, rule } = shop({});
    rule([new targets.SnsTopic(topic)]);
    expect(rulesBySource(stack)['aws.ecr'].EventPattern).toMatchObject({
      account: [{ Ref: 'AWS::AccountId' }],
      region: [{ Ref: 'AWS::Region' }],
    });
  });

  test('a name that is a token is matched as it will be', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const repository = ecr.Repository.fromRepositoryName(stack, 'Api', Fn.importValue('ApiName'));
    const topic = new targets.SnsTopic(new sns.Topic(stack, 'Topic'));
    new ScanFindingsRule(stack, 'Findings', { repository, minimumSeverity: FindingSeverity.LOW, targets: [topic] });
    expect(rulesBySource(stack)['aws.ecr'].EventPattern.detail['repository-name']).toEqual([{ 'Fn::ImportValue': 'ApiName' }]);
  });

  test('each rule has a description for the console', () => {
    const { stack, topic, rule } = shop();
    rule([new targets.SnsTopic(topic)]);
    const { 'aws.ecr': basic, 'aws.inspector2': enhanced } = rulesBySource(stack);
    expect(basic.Description).toBe('Basic scanning has found vulnerabilities in an image');
    expect(enhanced.Description).toBe('Enhanced scanning has found vulnerabilities in an image');
  });
});

describe('the targets', () => {
  test.each([
    ['a topic', (stack: Stack) => new targets.SnsTopic(new sns.Topic(stack, 'T'))],
    ['a queue', (stack: Stack) => new targets.SqsQueue(new sqs.Queue(stack, 'T'))],
    ['a function', (stack: Stack) => new targets.LambdaFunction(aFunction(stack))],
    ['another bus', (stack: Stack) => new targets.EventBus(new events.EventBus(stack, 'T'))],
  ])('%s receives both kinds of event', (_name, target) => {
    const { stack, rule } = shop();
    rule([target(stack)]);
    for (const targetsOfRule of targetsOfBoth(stack)) expect(targetsOfRule).toHaveLength(1);
  });

  test('a function may be called by each of the rules', () => {
    const { stack, rule } = shop();
    rule([new targets.LambdaFunction(aFunction(stack))]);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 2);
  });

  test('a target that is added later receives both kinds of event', () => {
    const { stack, topic, rule } = shop();
    rule([new targets.SnsTopic(topic)]).addTarget(new targets.SqsQueue(new sqs.Queue(stack, 'Queue')));
    for (const targetsOfRule of targetsOfBoth(stack)) expect(targetsOfRule).toHaveLength(2);
  });

  test('an undefined target adds nothing, as in a rule of aws-cdk-lib', () => {
    const { stack, topic, rule } = shop();
    rule([new targets.SnsTopic(topic)]).addTarget(undefined);
    for (const targetsOfRule of targetsOfBoth(stack)) expect(targetsOfRule).toHaveLength(1);
  });

  test('two of another account are one here, the bus there, beside four others', () => {
    jest.replaceProperty(process, 'env', { ...process.env, JSII_DEPRECATED: 'quiet' });
    const { stack, rule } = shop();
    const security = new Stack(stack.node.root as App, 'Security', { env: { account: '444455556666', region: 'eu-west-1' } });
    const there = [1, 2].map((n) => new targets.SqsQueue(new sqs.Queue(security, `Queue${n}`, { queueName: `findings-${n}` })));
    const here = [1, 2, 3, 4].map((n) => new targets.SqsQueue(new sqs.Queue(stack, `Queue${n}`)));
    rule([...there, ...here]);
    for (const targetsOfRule of targetsOfBoth(stack)) expect(targetsOfRule).toHaveLength(5);
  });

  test('a target without a message gets the event itself', () => {
    const { stack, topic, rule } = shop();
    rule([new targets.SnsTopic(topic)]);
    for (const targetsOfRule of targetsOfBoth(stack)) {
      expect(Object.keys(targetsOfRule[0]).sort()).toEqual(['Arn', 'Id']);
    }
  });

  test('a queue in another account receives only the events of the repository', () => {
    // aws-cdk-lib itself uses what it has deprecated there
    jest.replaceProperty(process, 'env', { ...process.env, JSII_DEPRECATED: 'quiet' });
    const { stack, rule } = shop();
    const security = new Stack(stack.node.root as App, 'Security', { env: { account: '444455556666', region: 'eu-west-1' } });
    const queue = new sqs.Queue(security, 'Queue', { queueName: 'findings' });
    rule([new targets.SqsQueue(queue, { message: ScanFindingsRule.message() })]);
    Template.fromStack(security).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.ecr'], account: ['111122223333'] },
      Targets: [{ InputTransformer: { InputTemplate: Match.stringLikeRegexp('ecr/repositories/private/111122223333/shop/api') } }],
    });
  });
});

test('cdk-nag reports nothing', () => {
  const { stack, rule } = shop();
  rule([new targets.EventBus(events.EventBus.fromEventBusName(stack, 'Bus', 'security'))]);
  expect(new AwsSolutionsChecks().validateScope(stack.node.findChild('Findings')).violations).toEqual([]);
});

describe('bad input', () => {
  test('no target', () => {
    expect(() => shop().rule([])).toThrow(
      'Shop/Findings: targets is [], but must have at least one target. Use [new targets.SnsTopic(topic)], for example. ' +
        '[cdk-secure-repository:event-targets]',
    );
  });

  test('a sixth target', () => {
    const { stack, topic, rule } = shop();
    const five = [1, 2, 3, 4, 5].map((n) => new targets.SqsQueue(new sqs.Queue(stack, `Queue${n}`)));
    const findings = rule(five);
    expect(() => findings.addTarget(new targets.SnsTopic(topic))).toThrow(
      'Shop/Findings: the rule has 6 targets, but EventBridge accepts at most 5 per rule. Add the others to a second ScanFindingsRule. ' +
        '[cdk-secure-repository:event-targets]',
    );
  });

  test('a value that is not a target', () => {
    const { topic, rule } = shop();
    expect(() => rule([topic as unknown as events.IRuleTarget])).toThrow(
      'Shop/Findings: target is the construct Shop/Topic, but must be an event rule target. Pass a target, such as new targets.SnsTopic(topic).',
    );
    expect(() => shop().rule([undefined as unknown as events.IRuleTarget])).toThrow(
      'targets is [null], but must have at least one target.',
    );
    expect(() => shop().rule('topic' as unknown as events.IRuleTarget[])).toThrow('targets is "topic", but must have at least one target.');
  });

  test('a value that is not a repository', () => {
    const { stack, topic } = shop();
    const repository = 'a/b' as unknown as ecr.IRepository;
    const props = { repository, minimumSeverity: FindingSeverity.HIGH, targets: [new targets.SnsTopic(topic)] };
    expect(() => new ScanFindingsRule(stack, 'Findings', props)).toThrow(
      'Shop/Findings: repository is "a/b", but an ecr.IRepository is required. ' +
        `Use ecr.Repository.fromRepositoryName(this, 'Repository', "a/b"), for example.`,
    );
  });

  test('an unknown severity', () => {
    const { stack, repository, topic } = shop();
    const props = { repository, minimumSeverity: 'SEVERE' as FindingSeverity, targets: [new targets.SnsTopic(topic)] };
    expect(() => new ScanFindingsRule(stack, 'Findings', props)).toThrow(
      'Shop/Findings: minimumSeverity is "SEVERE", but must be one of CRITICAL, HIGH, MEDIUM, LOW. Use FindingSeverity.HIGH, for example. ' +
        '[cdk-secure-repository:input-type]',
    );
  });
});

function aFunction(stack: Stack): lambda.Function {
  return new lambda.Function(stack, 'Function', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
  });
}
