import { App, Aspects, CfnResource, Stack, Tags, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  LifecyclePolicy,
  RegistryScanning,
  ReplicationRule,
  RepositoryCreation,
  RepositoryFilter,
  RepositoryPrefix,
  SecureRegistry,
  SecureRegistryProps,
  Upstream,
} from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const registryIn = (env: { account: string; region: string } | undefined, props: SecureRegistryProps) =>
  new SecureRegistry(new Stack(new App(), 'Platform', { env }), 'Registry', props);
const registryWith = (props: SecureRegistryProps = {}) => registryIn(ENV, props);

describe('describe', () => {
  test('reports the settings that are not in the app', () => {
    expect(registryWith().describe()).toEqual([
      'the scanning configuration is not in this app',
      'the replication configuration is not in this app',
    ]);
  });

  test.each<[string, RegistryScanning, string[]]>([
    ['basic', RegistryScanning.basic(RepositoryFilter.all()), ['images of every repository are scanned on push by basic scanning']],
    ['manual', RegistryScanning.manual(), ['no filter of the registry selects images for basic scanning']],
    [
      'enhanced',
      RegistryScanning.enhanced({ continuous: [RepositoryFilter.matching('prod/*')], onPush: [RepositoryFilter.startingWith('dev/')] }),
      ['images of prod/* are scanned continuously by Amazon Inspector', 'images of dev/* are scanned on push by Amazon Inspector'],
    ],
  ])('reports %s scanning', (_name, scanning, lines) => {
    expect(registryWith({ scanning }).describe().slice(0, -1)).toEqual(lines);
  });

  test('reports replication by rule and account', () => {
    const replication = [
      ReplicationRule.toRegions('eu-central-1', 'us-east-1').forPrefix('prod/', 'base/'),
      ReplicationRule.toAccount('444455556666', 'eu-west-1'),
    ];
    expect(registryWith({ replication }).describe().slice(1)).toEqual([
      'new images of prod/* and base/* are replicated to eu-central-1 and us-east-1 of account 111122223333',
      'new images of every repository are replicated to eu-west-1 of account 444455556666',
    ]);
    expect(registryWith({ replication: [] }).describe()).toContain('no image is replicated');
  });

  test('reports caches, templates and the registry policy', () => {
    const registry = registryWith();
    const cache = registry.addPullThroughCache('Public', {
      upstream: Upstream.ecrPublic(),
      prefix: 'ecr-public',
      upstreamPrefix: 'docker',
    });
    cache.grantPullToOrganization('o-a1b2c3d4e5');
    registry.addRepositoryTemplate('Pushed', {
      prefix: RepositoryPrefix.root(),
      createdBy: [RepositoryCreation.CREATE_ON_PUSH, RepositoryCreation.REPLICATION],
      lifecyclePolicy: LifecyclePolicy.none(),
    });
    registry.acceptReplicationFrom('444455556666', 'prod/');
    registry.denyUnlessInOrganization('o-a1b2c3d4e5');
    expect(registry.describe().slice(2)).toEqual([
      'repositories below ecr-public/ cache public.ecr.aws/docker',
      'repositories below ecr-public/ that pulls through a cache create have encryption AES256, mutable tags, a lifecycle policy and a repository policy',
      'other repositories that pushes and replication create have encryption AES256, immutable tags, no lifecycle policy and no repository policy',
      'allow ecr:CreateRepository and ecr:ReplicateImage on prod/* for account 444455556666',
      'deny ecr:* on every repository for principals outside of organization o-a1b2c3d4e5, except the own account and AWS services',
      'allow ecr:BatchImportUpstreamImage and ecr:CreateRepository on ecr-public/* for organization o-a1b2c3d4e5',
    ]);
  });

  test('reports conditions, and principals that are denied', () => {
    const registry = registryWith();
    registry.addToRegistryPolicy(
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AccountPrincipal('444455556666')],
        notActions: ['ecr:BatchGetImage'],
        resources: ['*'],
        conditions: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/dev-*' } },
      }),
    );
    expect(registry.describe().at(-1)).toBe(
      'deny everything except ecr:BatchGetImage on every repository for account 444455556666, with aws:PrincipalArn arn:aws:iam::444455556666:role/dev-*',
    );
  });

  test('reports exceptions from principals and repositories, and negated conditions', () => {
    const registry = registryWith();
    registry.addToRegistryPolicy(
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        notPrincipals: [new iam.AccountPrincipal('444455556666')],
        actions: ['ecr:*'],
        notResources: ['arn:aws:ecr:eu-west-1:111122223333:repository/public/*'],
        conditions: { StringNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/admin' } },
      }),
    );
    expect(registry.describe().at(-1)).toBe(
      'deny ecr:* on every repository except public/* for everyone except account 444455556666, with aws:PrincipalArn not arn:aws:iam::111122223333:role/admin',
    );
  });

  test.each<[string, object]>([
    ['another account is excepted', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:PrincipalAccount': '999999999999' } }],
    ['services are not excepted', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:PrincipalAccount': ENV.account } }],
  ])('does not report a statement as a guard rail if %s', (_case, conditions) => {
    const registry = registryWith();
    registry.addToRegistryPolicy(
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['ecr:*'],
        resources: ['*'],
        conditions: conditions as never,
      }),
    );
    expect(registry.describe().at(-1)).toMatch(
      /^deny ecr:\* on every repository for everyone, with aws:PrincipalOrgID not o-a1b2c3d4e5 and aws:PrincipalAccount not \d{12}$/,
    );
  });

  test('does not prevent later grants, statements and tags', () => {
    const registry = registryWith();
    const template = registry.addRepositoryTemplate('Template', {
      prefix: RepositoryPrefix.of('prod'),
      createdBy: [RepositoryCreation.REPLICATION],
    });
    const [first, second] = ['o-a1b2c3d4e5', 'o-f6g7h8i9j0'];
    registry.acceptReplicationFrom('444455556666');
    template.access.grantPullToOrganization(first);
    registry.describe();
    registry.denyUnlessInOrganization(first);
    template.access.grantPullToOrganization(second);
    Tags.of(template).add('owner', 'platform');
    const deployed = Template.fromStack(Stack.of(registry));
    const [policy] = Object.values(deployed.findResources('AWS::ECR::RegistryPolicy'));
    expect((policy as { Properties: { PolicyText: { Statement: unknown[] } } }).Properties.PolicyText.Statement).toHaveLength(2);
    deployed.hasResourceProperties('AWS::ECR::RepositoryCreationTemplate', {
      RepositoryPolicy: Match.stringLikeRegexp(`${first}.*${second}`),
      ResourceTags: [{ Key: 'owner', Value: 'platform' }],
      CustomRoleArn: Match.anyValue(),
    });
  });

  test('does not prevent later changes to a statement of the registry policy', () => {
    const registry = registryWith();
    const statement = new iam.PolicyStatement({
      principals: [new iam.AccountPrincipal('444455556666')],
      actions: ['ecr:ReplicateImage'],
      resources: ['*'],
    });
    registry.addToRegistryPolicy(statement);
    registry.describe();
    statement.addActions('ecr:CreateRepository');
    expect(registry.describe().at(-1)).toBe(
      'allow ecr:CreateRepository and ecr:ReplicateImage on every repository for account 444455556666',
    );
  });

  test('reports what is deployed: assignments, overrides and Aspects', () => {
    const registry = registryWith({
      scanning: RegistryScanning.basic(RepositoryFilter.all()),
      replication: [ReplicationRule.toRegions('us-east-1')],
    });
    const scanning = registry.node.findChild('Scanning') as ecr.CfnRegistryScanningConfiguration;
    scanning.addPropertyOverride('Rules.0.RepositoryFilters.0.Filter', 'prod/*');
    const replication = registry.node.findChild('Replication') as ecr.CfnReplicationConfiguration;
    Aspects.of(replication).add({ visit: () => (replication.replicationConfiguration = { rules: [] }) });
    expect(registry.describe()).toEqual([
      'images of prod/* are scanned on push by basic scanning',
      'new images of every repository are replicated to us-east-1 of account 111122223333',
    ]);
    (registry.node.root as App).synth();
    expect(registry.describe()[1]).toBe('no image is replicated');
  });

  test('reports values that are known only at deployment by their references', () => {
    const registry = registryIn(undefined, { replication: [ReplicationRule.toRegions('us-east-1')] });
    expect(registry.describe()[1]).toBe('new images of every repository are replicated to us-east-1 of account ${AWS::AccountId}');
    const scanning = registryIn(undefined, { scanning: RegistryScanning.manual() });
    (scanning.node.findChild('Scanning') as ecr.CfnRegistryScanningConfiguration).rules = Token.asAny({ 'Fn::If': ['C', [], []] });
    expect(scanning.describe()[0]).toBe('which images basic scanning scans is known only at deployment');
  });

  test.each<[string, unknown]>([
    ['the rules', { 'Fn::If': ['C', [], []] }],
    ['a rule', [{ 'Fn::If': ['C', {}, {}] }]],
  ])('reports that %s are known only at deployment', (_case, rules) => {
    const registry = registryWith({ scanning: RegistryScanning.manual(), replication: [], signing: [] });
    const overridden = (id: string, property: string) => (registry.node.findChild(id) as CfnResource).addPropertyOverride(property, rules);
    overridden('Scanning', 'Rules');
    overridden('Replication', 'ReplicationConfiguration.Rules');
    overridden('Signing', 'Rules');
    expect(registry.describe()).toEqual([
      'which images basic scanning scans is known only at deployment',
      'which images are replicated is known only at deployment',
      'which images are signed on push is known only at deployment',
    ]);
  });
});

describe('nextSteps', () => {
  const commands = (registry: SecureRegistry) =>
    registry
      .nextSteps()
      .filter((line) => !line.startsWith('#'))
      .map((line) => line.replace('aws ecr ', '').replace(' --region eu-west-1', ''));

  test('an empty registry has the command for blob mounting only', () => {
    expect(registryWith().nextSteps()).toEqual([
      '# Share layers between repositories, so that a push uploads a layer of another repository only once.',
      'aws ecr put-account-setting --name BLOB_MOUNTING --value ENABLED --region eu-west-1',
    ]);
  });

  test('each destination has one command for existing images, and the configuration one for deletions', () => {
    const replication = [
      ReplicationRule.toRegions('us-east-1').forPrefix('prod/'),
      ReplicationRule.toRegions('us-east-1').forPrefix('base/'),
      ReplicationRule.toAccount('444455556666', 'eu-west-1'),
    ];
    const [first, second, deletions, ...others] = commands(registryWith({ replication }));
    expect(first).toBe('start-replication-backfill --destination region=us-east-1,registryId=111122223333');
    expect(second).toBe('start-replication-backfill --destination region=eu-west-1,registryId=444455556666');
    expect(others).toEqual(['put-account-setting --name BLOB_MOUNTING --value ENABLED']);
    const [, json] = /^put-replication-configuration --replication-configuration '(.*)'$/.exec(deletions)!;
    const filter = (prefix: string) => [{ filter: prefix, filterType: 'PREFIX_MATCH' }];
    const own = [{ region: 'us-east-1', registryId: '111122223333' }];
    expect(JSON.parse(json)).toEqual({
      rules: [
        { destinations: own, repositoryFilters: filter('prod/'), deleteReplication: { enabled: true } },
        { destinations: own, repositoryFilters: filter('base/'), deleteReplication: { enabled: true } },
        { destinations: [{ region: 'eu-west-1', registryId: '444455556666' }], deleteReplication: { enabled: true } },
      ],
    });
  });

  test('the commands contain what is deployed after an override, so that they overwrite nothing', () => {
    const registry = registryWith({ replication: [ReplicationRule.toRegions('us-east-1').forPrefix('prod/')] });
    const replication = registry.node.findChild('Replication') as ecr.CfnReplicationConfiguration;
    replication.addPropertyOverride('ReplicationConfiguration.Rules.0.Destinations.0.Region', 'eu-central-1');
    replication.addPropertyOverride('ReplicationConfiguration.Rules.0.RepositoryFilters.0.Filter', 'base/');
    const [backfill, deletions] = commands(registry);
    expect(backfill).toBe('start-replication-backfill --destination region=eu-central-1,registryId=111122223333');
    expect(deletions).toContain('"filter":"base/"');
    replication.replicationConfiguration = Token.asAny({ 'Fn::If': ['C', {}, {}] });
    replication.addPropertyDeletionOverride('ReplicationConfiguration.Rules');
    expect(commands(registry)).toEqual(['put-account-setting --name BLOB_MOUNTING --value ENABLED']);
  });

  test('a policy has the command for its scope', () => {
    const registry = registryWith();
    registry.acceptReplicationFrom('444455556666');
    expect(commands(registry)[0]).toBe('put-account-setting --name REGISTRY_POLICY_SCOPE --value V2');
  });

  test('the commands contain the references of an environment that is known only at deployment', () => {
    const registry = registryIn(undefined, { replication: [ReplicationRule.toRegions('us-east-1')] });
    const { stack } = registry;
    expect(stack.resolve(registry.nextSteps()[1])).toEqual({
      'Fn::Join': [
        '',
        [
          'aws ecr start-replication-backfill --destination region=us-east-1,registryId=',
          { Ref: 'AWS::AccountId' },
          ' --region ',
          { Ref: 'AWS::Region' },
        ],
      ],
    });
  });
});

test.each<[string, unknown, unknown, string]>([
  ['the configuration', undefined, { 'Fn::If': ['Main', {}, {}] }, 'which images are replicated is known only at deployment'],
  ['the rules', 'Rules', { 'Fn::If': ['Main', [], []] }, 'which images are replicated is known only at deployment'],
  ['a list with anything', 'Rules', [null, 'text'], 'no image is replicated'],
])('an override of %s of the replication', (_what, member, value, line) => {
  const registry = registryWith({ replication: [ReplicationRule.toRegions('eu-central-1')] });
  const resource = registry.node.findChild('Replication') as ecr.CfnReplicationConfiguration;
  resource.addPropertyOverride(['ReplicationConfiguration', ...(member === undefined ? [] : [String(member)])].join('.'), value);
  expect(registry.describe()).toContain(line);
});

test('signing rules that are known only at deployment', () => {
  const registry = registryWith({ signing: [] });
  (registry.node.findChild('Signing') as ecr.CfnSigningConfiguration).addPropertyOverride('Rules', { 'Fn::If': ['Main', [], []] });
  expect(registry.describe()).toContain('which images are signed on push is known only at deployment');
});
