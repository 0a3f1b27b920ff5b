import { App, CfnCondition, CfnParameter, CfnResource, Environment, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import {
  RegistryScanning,
  ReplicationRule,
  RepositoryCreation,
  RepositoryFilter,
  RepositoryPrefix,
  SecureRegistry,
  SecureRegistryProps,
  Upstream,
} from '../../src/index';
import { HOME, OTHER_ACCOUNT, OTHER_REGION } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';

const ID = 'cdk-secure-repository:registry-duplicate';
const scanning = RegistryScanning.basic(RepositoryFilter.all());
const registry = (stack: Stack, props?: SecureRegistryProps, id = 'Registry') => new SecureRegistry(stack, id, props);
const scan = (stack: Stack, id = 'L1') => new ecr.CfnRegistryScanningConfiguration(stack, id, { scanType: 'BASIC', rules: [] });
const rule = (stack: Stack, prefix: string, id = 'L1') =>
  new ecr.CfnPullThroughCacheRule(stack, id, { ecrRepositoryPrefix: prefix, upstreamRegistryUrl: 'quay.io' });
const template = (stack: Stack, prefix: string, id = 'L1') =>
  new ecr.CfnRepositoryCreationTemplate(stack, id, { prefix, appliedFor: ['REPLICATION'] });
const exclusion = (stack: Stack, principalArn: string, id = 'L1') => new ecr.CfnPullTimeUpdateExclusion(stack, id, { principalArn });
const ROLE = 'arn:aws:iam::111111111111:role/scanner';

/** What the synthesis of an app with two stacks reports about duplicates: the lines of the error, or the warnings. */
function reported(build: (first: Stack, second: Stack, app: App) => void, envs: [Environment?, Environment?] = [HOME, HOME]) {
  const app = new App();
  const [first, second] = ['First', 'Second'].map((id, index) => new Stack(app, id, { env: envs[index] }));
  build(first, second, app);
  try {
    app.synth();
  } catch (error) {
    const lines = String(error).split('\n').slice(1);
    return lines.map((line) => line.trim());
  }
  return [first, second].flatMap((stack) => warningsOf(stack)).filter((warning) => warning.includes(ID));
}

describe('a second SecureRegistry', () => {
  const two = (first: Stack, second: Stack) => {
    registry(first);
    registry(second, { scanning }, 'Other');
  };
  const error = (environment: string, second = 'Second/Other', first = 'First/Registry') => [
    `[${second}] ${first} is also a SecureRegistry ${environment}, but an account has one registry in each Region. ` +
      `Combine the settings of both in one SecureRegistry. [${ID}]`,
  ];

  test('in the same stack is an error, also without an environment', () => {
    const same = (stack: Stack) => two(stack, stack);
    expect(reported(same)).toEqual(error('of account 111111111111 in eu-west-1', 'First/Other'));
    expect(reported(same, [])).toEqual(error('of the same account and Region', 'First/Other'));
  });

  test('in another stack of the environment is an error', () => {
    expect(reported(two)).toEqual(error('of account 111111111111 in eu-west-1'));
  });

  test('in a nested stack is an error, also without an environment', () => {
    const nested = (stack: Stack) => two(stack, new NestedStack(new NestedStack(stack, 'Outer'), 'Inner'));
    expect(reported(nested, [])).toEqual(error('of the same account and Region', 'First/Outer/Inner/Other'));
  });

  test('in a Stage of the environment is an error', () => {
    const staged = (first: Stack, _: Stack, app: App) => two(first, new Stack(new Stage(app, 'Prod', { env: HOME }), 'Platform'));
    expect(reported(staged)).toEqual(error('of account 111111111111 in eu-west-1', 'Prod/Platform/Other'));
  });

  test.each([
    ['account', OTHER_ACCOUNT],
    ['Region', OTHER_REGION],
  ])('in another %s is accepted', (_, env) => {
    expect(reported(two, [HOME, env])).toEqual([]);
  });

  test('without an environment in a Stage of another Region is accepted', () => {
    const regions = (region: string) => ({ region });
    expect(reported(two, [regions('eu-west-1'), regions('us-east-1')])).toEqual([]);
  });

  test.each<[what: string, envs: [Environment?, Environment?]]>([
    ['both are in stacks without an environment', []],
    ['one is in a stack without an environment', [HOME]],
    ['the account is not known', [{ region: 'eu-west-1' }, HOME]],
    ['the account is a token', [HOME, { account: Fn.importValue('account'), region: 'eu-west-1' }]],
  ])('is a warning if %s', (_, envs) => {
    expect(reported(two, envs)).toEqual([
      '/Second/Other First/Registry is also a SecureRegistry, and it is known only at deployment whether both are in one account and Region. Set env on ' +
        `both stacks, or acknowledge this warning if they are never deployed to one account and Region. [ack: ${ID}]`,
    ]);
  });

  test('that was removed from the tree is accepted', () => {
    const removed = (first: Stack, second: Stack) => {
      two(first, second);
      first.node.tryRemoveChild('Registry');
    };
    expect(reported(removed)).toEqual([]);
  });
});

describe('two definitions of one setting', () => {
  const error = (one: string, other: string, what: string, environment = 'of account 111111111111 in eu-west-1') => [
    `[First/Registry] ${one} and ${other} both define ${what} ${environment}, but at most one of two definitions can be deployed. ` +
      `Remove one of them. [${ID}]`,
  ];

  test.each<[type: string, props: SecureRegistryProps, add: (stack: Stack) => unknown, id: string, what: string]>([
    ['scanning', { scanning }, (stack) => scan(stack), 'Scanning', 'the scanning configuration'],
    [
      'replication',
      { replication: [ReplicationRule.toRegions('us-east-1')] },
      (stack) => new ecr.CfnReplicationConfiguration(stack, 'L1', { replicationConfiguration: { rules: [] } }),
      'Replication',
      'the replication configuration',
    ],
    [
      'signing',
      { signing: [] },
      (stack) => new ecr.CfnSigningConfiguration(stack, 'L1', { rules: [] }),
      'Signing',
      'the signing configuration',
    ],
    [
      'scanning by a CfnResource',
      { scanning },
      (stack) =>
        new CfnResource(stack, 'L1', { type: 'AWS::ECR::RegistryScanningConfiguration', properties: { ScanType: 'BASIC', Rules: [] } }),
      'Scanning',
      'the scanning configuration',
    ],
  ])('an L1 beside a SecureRegistry with %s is an error', (_, props, add, id, what) => {
    const beside = (first: Stack, second: Stack) => {
      registry(first, props);
      add(second);
    };
    expect(reported(beside)).toEqual(error(`First/Registry/${id}`, 'Second/L1', what));
  });

  test('an L1 of the registry policy beside the policy of a SecureRegistry is an error', () => {
    const policies = (first: Stack, second: Stack) => {
      registry(first).acceptReplicationFrom('222222222222', 'prod/');
      const [statement] = [{ Effect: 'Deny', Principal: '*', Action: 'ecr:BatchDeleteImage', Resource: '*' }];
      new ecr.CfnRegistryPolicy(second, 'L1', { policyText: { Version: '2012-10-17', Statement: [statement] } });
    };
    expect(reported(policies)).toEqual(error('First/Registry/Policy', 'Second/L1', 'the registry policy'));
  });

  test('an L1 of a setting that the SecureRegistry does not define is accepted, and two are an error', () => {
    const one = (first: Stack, second: Stack) => {
      registry(first);
      scan(second);
    };
    const both = (first: Stack, second: Stack) => {
      one(first, second);
      scan(second, 'L2');
    };
    expect(reported(one)).toEqual([]);
    expect(reported(both)).toEqual(error('Second/L1', 'Second/L2', 'the scanning configuration'));
    // the stack of both is the same, wherever it is deployed
    expect(reported(both, [HOME])).toEqual(error('Second/L1', 'Second/L2', 'the scanning configuration', 'of the same account and Region'));
  });

  test('the prefix of a cache, with or without a slash at its end, has one rule', () => {
    const caches = (prefix: string) => (first: Stack, second: Stack) => {
      registry(first).addPullThroughCache('Quay', { upstream: Upstream.quay(), prefix: 'quay' });
      rule(second, prefix);
    };
    const what = 'the pull-through cache rule for the prefix "quay"';
    expect(reported(caches('quay'))).toEqual(error('First/Registry/Quay/Resource', 'Second/L1', what));
    expect(reported(caches('quay/'))).toEqual(error('First/Registry/Quay/Resource', 'Second/L1', what));
    expect(reported(caches('quay-io'))).toEqual([]);
  });

  test('a prefix has one template, also in one SecureRegistry', () => {
    const within = (first: Stack) => {
      const one = registry(first);
      one.addPullThroughCache('Quay', { upstream: Upstream.quay(), prefix: 'quay' });
      one.addRepositoryTemplate('Team', { prefix: RepositoryPrefix.of('quay'), createdBy: [RepositoryCreation.CREATE_ON_PUSH] });
    };
    const root = (first: Stack, second: Stack) => {
      registry(first).addRepositoryTemplate('Root', { prefix: RepositoryPrefix.root(), createdBy: [RepositoryCreation.REPLICATION] });
      template(second, 'ROOT');
    };
    const what = 'the repository creation template for the prefix';
    // within one SecureRegistry the second is refused when it is created
    expect(() => reported(within)).toThrow('First/Registry/Team: prefix is "quay", which First/Registry/Quay has already');
    expect(reported(root)).toEqual(error('First/Registry/Root/Template/Resource', 'Second/L1', `${what} "ROOT"`));
  });

  test('a principal has one pull-time update exclusion', () => {
    const exclusions = (arn: string) => (first: Stack, second: Stack) => {
      registry(first);
      exclusion(first, ROLE);
      exclusion(second, arn);
    };
    expect(reported(exclusions(ROLE))).toEqual(error('First/L1', 'Second/L1', `the pull-time update exclusion of "${ROLE}"`));
    expect(reported(exclusions(`${ROLE}-2`))).toEqual([]);
  });

  test('a prefix that is known only at deployment is compared within its stack', () => {
    const parameters = (inOneStack: boolean) => (first: Stack, second: Stack) => {
      registry(first);
      const [one, other] = [first, second].map((stack) => new CfnParameter(stack, 'Prefix').valueAsString);
      rule(first, one);
      rule(inOneStack ? first : second, inOneStack ? one : other, 'L2');
    };
    expect(reported(parameters(true))).toEqual(error('First/L1', 'First/L2', 'the pull-through cache rule for the prefix ${Prefix}'));
    expect(reported(parameters(false))).toEqual([]);
  });

  test('an override of the prefix counts', () => {
    const overridden = (first: Stack, second: Stack) => {
      registry(first);
      rule(first, 'quay');
      rule(second, 'other').addPropertyOverride('EcrRepositoryPrefix', 'quay');
    };
    expect(reported(overridden)).toHaveLength(1);
  });

  test('in stacks whose environments are not known, or with different conditions, they are a warning', () => {
    const warning = (other: string) => [
      `/First/Registry First/Registry/Scanning and ${other} both define the scanning configuration, and it is known only at deployment whether both are ` +
        'deployed to one account and Region. Remove one of them, or acknowledge this warning if they are never deployed to one account and ' +
        `Region. [ack: ${ID}]`,
    ];
    const beside = (first: Stack, second: Stack) => {
      registry(first, { scanning });
      scan(second);
    };
    const conditional = (first: Stack) => {
      registry(first, { scanning });
      const expression = Fn.conditionEquals(Fn.ref('AWS::Region'), 'eu-west-1');
      scan(first).cfnOptions.condition = new CfnCondition(first, 'Condition', { expression });
    };
    expect(reported(beside, [])).toEqual(warning('Second/L1'));
    expect(reported(conditional)).toEqual(warning('First/L1'));
    expect(reported(beside, [HOME, OTHER_REGION])).toEqual([]);
  });

  test('in an app without a SecureRegistry they are not checked', () => {
    expect(reported((first, second) => [scan(first), scan(second)])).toEqual([]);
  });
});
