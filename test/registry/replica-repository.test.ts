import { App, Environment, NestedStack, PhysicalName, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ReplicationRule, RepositoryAccess, RepositoryEvents, SecureRegistry, SecureRepository } from '../../src';
import { roleIn } from '../fixtures/access/shop';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';
import { identityStatements, repositoryStatements, resourcesOf } from '../fixtures/synthesized';

const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const AWAY: Environment = { account: HOME.account, region: 'eu-central-1' };
const ARN = 'arn:aws:ecr:eu-central-1:111111111111:repository/prod/api';

let app: App;
let shop: Stack;
let away: Stack;

beforeEach(() => {
  app = new App();
  shop = new Stack(app, 'Shop', { env: HOME });
  away = new Stack(app, 'Away', { env: AWAY });
});

function registryIn(stack: Stack = shop, ...replication: ReplicationRule[]): SecureRegistry {
  const rules = replication.length === 0 ? [ReplicationRule.toRegions('eu-central-1').forPrefix('prod/')] : replication;
  return new SecureRegistry(stack, 'Registry', { replication: rules });
}

const repositoryIn = (stack: Stack = shop, repositoryName: string | undefined = 'prod/api') =>
  new SecureRepository(stack, 'Api', { repositoryName });
const replica = () => registryIn().replicaOf(repositoryIn(), 'eu-central-1');

test('the name, ARN and URI are those of the replica, in every stack', () => {
  const found = replica();
  expect(found.repositoryName).toBe('prod/api');
  expect(found.repositoryArn).toBe(ARN);
  for (const stack of [shop, away, new Stack(new Stage(app, 'Prod', { env: AWAY }), 'Web')]) {
    expect(stack.resolve(found.repositoryUriForTag('v1'))).toEqual({
      'Fn::Join': ['', ['111111111111.dkr.ecr.eu-central-1.', { Ref: 'AWS::URLSuffix' }, '/prod/api:v1']],
    });
  }
  expect(found.env).toEqual(AWAY);
});

test('the same replica is returned each time', () => {
  const registry = registryIn();
  const repository = repositoryIn();
  expect(registry.replicaOf(repository, 'eu-central-1')).toBe(registry.replicaOf(repository, 'eu-central-1'));
});

describe('a Fargate task of the other Region', () => {
  function task(image: ecr.IRepository, stack: Stack = away): ecs.FargateTaskDefinition {
    const definition = new ecs.FargateTaskDefinition(stack, 'Task');
    definition.addContainer('Web', { image: ecs.ContainerImage.fromEcrRepository(image, 'v1') });
    return definition;
  }

  test('uses the image of the replica, and its execution role can pull it', () => {
    task(replica());
    Template.fromStack(away).hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [
        Match.objectLike({
          Image: { 'Fn::Join': ['', ['111111111111.dkr.ecr.eu-central-1.', { Ref: 'AWS::URLSuffix' }, '/prod/api:v1']] },
        }),
      ],
    });
    expect(identityStatements(away, { withLogin: true })).toEqual([
      { Effect: 'Allow', Action: PULL, Resource: ARN },
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    ]);
    expect(repositoryStatements(shop)).toEqual([]);
    expect(away.dependencies).toEqual([]);
    expect([...warningsOf(shop), ...warningsOf(away)]).toEqual([]);
  });

  test('in a nested stack and in another Stage', () => {
    const found = replica();
    const nested = new NestedStack(away, 'Nested');
    task(found, nested);
    const prod = new Stack(new Stage(app, 'Prod', { env: AWAY }), 'Web');
    task(found, prod);
    expect(identityStatements(prod)).toEqual([{ Effect: 'Allow', Action: PULL, Resource: ARN }]);
    Template.fromStack(nested).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({ Statement: Match.arrayWith([{ Effect: 'Allow', Action: PULL, Resource: ARN }]) }),
    });
  });

  test('with an ecr.Repository as the source', () => {
    const source = new ecr.Repository(shop, 'Api', { repositoryName: 'prod/api' });
    task(registryIn().replicaOf(source, 'eu-central-1'));
    expect(identityStatements(away)).toEqual([{ Effect: 'Allow', Action: PULL, Resource: ARN }]);
  });

  test('with an imported repository as the source', () => {
    const source = ecr.Repository.fromRepositoryName(shop, 'Api', 'prod/api');
    task(registryIn().replicaOf(source, 'eu-central-1'));
    expect(identityStatements(away)).toEqual([{ Effect: 'Allow', Action: PULL, Resource: ARN }]);
  });

  test.each([
    ['a SecureRepository', (scope: Stack) => new SecureRepository(scope, 'Api')],
    ['an ecr.Repository', (scope: Stack) => new ecr.Repository(scope, 'Api')],
  ])('requires that %s has a name', (_name, source) => {
    const registry = registryIn(shop, ReplicationRule.toRegions('eu-central-1'));
    task(registry.replicaOf(source(shop), 'eu-central-1'));
    expect(() => app.synth()).toThrow(
      'Shop/Api: repositoryName is not set to a literal name, but Away/Task/Resource is in another environment (account 111111111111, Region eu-central-1), where ' +
        'only a name that is known at synthesis can be used. Set repositoryName to a literal name. [cdk-secure-repository:cross-stack-name]',
    );
  });

  test('uses a name that is generated on demand', () => {
    const source = new SecureRepository(shop, 'Api', { repositoryName: PhysicalName.GENERATE_IF_NEEDED });
    task(registryIn(shop, ReplicationRule.toRegions('eu-central-1')).replicaOf(source, 'eu-central-1'));
    const [{ Properties: properties }] = resourcesOf(shop, 'AWS::ECR::Repository');
    expect(properties.RepositoryName).toMatch(/^shop/);
    expect(identityStatements(away)).toEqual([
      { Effect: 'Allow', Action: PULL, Resource: `arn:aws:ecr:eu-central-1:111111111111:repository/${String(properties.RepositoryName)}` },
    ]);
  });
});

test('a role of the own Region can pull a replica whose name is generated', () => {
  const source = new SecureRepository(shop, 'Api');
  registryIn(shop, ReplicationRule.toRegions('eu-central-1')).replicaOf(source, 'eu-central-1').grantPull(roleIn(shop));
  expect(identityStatements(shop)).toEqual([
    {
      Effect: 'Allow',
      Action: PULL,
      Resource: { 'Fn::Join': ['', ['arn:aws:ecr:eu-central-1:111111111111:repository/', { Ref: expect.stringMatching(/^Api/) }]] },
    },
  ]);
});

test('in a stack without an account, the replica is in the account of the user', () => {
  const home = new Stack(app, 'Home', { env: { region: 'eu-west-1' } });
  const other = new Stack(app, 'Other', { env: { region: 'eu-central-1' } });
  registryIn(home).replicaOf(repositoryIn(home), 'eu-central-1').grantPull(roleIn(other));
  expect(identityStatements(other)).toEqual([
    {
      Effect: 'Allow',
      Action: PULL,
      Resource: { 'Fn::Join': ['', ['arn:aws:ecr:eu-central-1:', { Ref: 'AWS::AccountId' }, ':repository/prod/api']] },
    },
  ]);
});

test('in an environment-agnostic stack, the Region of the replica is known and the account is that of the user', () => {
  const agnostic = new Stack(app, 'Agnostic');
  const found = registryIn(agnostic).replicaOf(repositoryIn(agnostic), 'eu-central-1');
  expect(agnostic.resolve(found.repositoryArn)).toEqual({
    'Fn::Join': ['', ['arn:aws:ecr:eu-central-1:', { Ref: 'AWS::AccountId' }, ':repository/prod/api']],
  });
});

test.each(['grantPull', 'grantPush', 'grantPullPush', 'grantRead'] as const)('%s is that of RepositoryAccess', (method) => {
  const found = replica();
  found[method](roleIn(away));
  RepositoryAccess.of(found)[method](roleIn(away, {}, 'Other'));
  const [first, second] = identityStatements(away);
  expect(first).toEqual(second);
  expect(first.Resource).toBe(ARN);
});

test('grant allows the actions on the replica', () => {
  replica().grant(roleIn(away), 'ecr:DescribeImages');
  expect(identityStatements(away)).toEqual([{ Effect: 'Allow', Action: 'ecr:DescribeImages', Resource: ARN }]);
});

test('describe returns the grants on the replica, and not those on its source', () => {
  const source = repositoryIn();
  const found = registryIn().replicaOf(source, 'eu-central-1');
  found.grantPull(roleIn(away));
  source.grantPush(roleIn(shop));
  expect(RepositoryAccess.of(found).describe()).toEqual([
    { grantee: 'Away/Role', level: 'pull', actions: PULL, policyType: 'identity policy', effect: 'Allow' },
  ]);
  expect(source.access.describe().map(({ grantee }) => grantee)).toEqual(['Shop/Role']);
});

describe('a grant that requires the policy of the replica', () => {
  const ADVICE =
    'but the repository is a replica in eu-central-1, and replication copies no repository policy. In a stack of eu-central-1, add ' +
    'registry.addRepositoryTemplate("Replicas", { prefix: RepositoryPrefix.of("prod"), createdBy: [RepositoryCreation.REPLICATION] }), and grant with its access.';
  const END = 'Then pass { externalRepositoryPolicy: true } to replicaOf. [cdk-secure-repository:replica-policy]';

  test('is an error that contains the template, and the statement for a replica that exists', () => {
    expect(() => replica().grantPull(new iam.AccountPrincipal('222222222222'))).toThrow(
      new Error(
        `Shop/Api/Replica-eu-central-1: the repository policy must allow account 222222222222, ${ADVICE} To a replica that exists already, add the statement ` +
          '{"Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:root"}}. ' +
          END,
      ),
    );
  });

  test.each<[string, (scope: Stack) => iam.IGrantable]>([
    ['a role of another account', () => roleIn(new Stack(app, 'Roles', { env: OTHER_ACCOUNT }), { roleName: 'ci' })],
    ['an ARN', () => new iam.ArnPrincipal('arn:aws:iam::111111111111:role/ci')],
    ['an organization', () => new iam.OrganizationPrincipal('o-a1b2c3d4e5')],
    ['Lambda', () => new iam.ServicePrincipal('lambda.amazonaws.com')],
  ])('is an error for %s', (_name, grantee) => {
    const found = replica();
    expect(() => found.grantPull(grantee(away))).toThrow(END);
    expect(identityStatements(away)).toEqual([]);
  });

  test('names the root for a repository without a namespace', () => {
    const found = registryIn(shop, ReplicationRule.toRegions('eu-central-1')).replicaOf(repositoryIn(shop, 'api'), 'eu-central-1');
    expect(() => found.grantPull(new iam.AccountPrincipal('222222222222'))).toThrow('prefix: RepositoryPrefix.root(), createdBy');
  });

  test('addToResourcePolicy is one, too', () => {
    const statement = new iam.PolicyStatement({ actions: ['ecr:BatchGetImage'], principals: [new iam.AccountPrincipal('222222222222')] });
    expect(() => replica().addToResourcePolicy(statement)).toThrow(
      new Error(`Shop/Api/Replica-eu-central-1: the repository policy must allow this statement, ${ADVICE} ${END}`),
    );
  });

  describe('with externalRepositoryPolicy', () => {
    const external = () => registryIn().replicaOf(repositoryIn(), 'eu-central-1', { externalRepositoryPolicy: true });

    test('is written to the identity policy only', () => {
      const roles = new Stack(app, 'Roles', { env: OTHER_ACCOUNT });
      external().grantPull(roleIn(roles));
      expect(identityStatements(roles)).toEqual([{ Effect: 'Allow', Action: PULL, Resource: ARN }]);
    });

    test('lets a Lambda function and a CodeBuild project of the other Region use the image', () => {
      const found = external();
      new lambda.DockerImageFunction(away, 'Function', { code: lambda.DockerImageCode.fromEcr(found, { tagOrDigest: 'v1' }) });
      new codebuild.Project(away, 'Project', {
        environment: { buildImage: codebuild.LinuxBuildImage.fromEcrRepository(found, 'v1') },
        buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' }),
      });
      const uri = { 'Fn::Join': ['', ['111111111111.dkr.ecr.eu-central-1.', { Ref: 'AWS::URLSuffix' }, '/prod/api:v1']] };
      Template.fromStack(away).hasResourceProperties('AWS::Lambda::Function', { Code: { ImageUri: uri } });
      expect(RepositoryAccess.of(found).describe()).toContainEqual(
        expect.objectContaining({ grantee: 'lambda.amazonaws.com for account 111111111111', policyType: 'managed externally' }),
      );
      expect(warningsOf(away).filter((text) => text.includes('cdk-secure-repository'))).toEqual([]);
    });

    test('is another object than the replica without it', () => {
      const registry = registryIn();
      const repository = repositoryIn();
      registry.replicaOf(repository, 'eu-central-1', { externalRepositoryPolicy: true });
      expect(() => registry.replicaOf(repository, 'eu-central-1').grantPull(new iam.AccountPrincipal('222222222222'))).toThrow(END);
    });
  });
});

describe('no rule replicates', () => {
  const remedy = (prefix: string) =>
    `to eu-central-1. Add ReplicationRule.toRegions("eu-central-1")${prefix} to replication, or import the replica with ecr.Repository.fromRepositoryAttributes if ` +
    'its rule is managed elsewhere. [cdk-secure-repository:replica]';

  test.each<[string, ReplicationRule]>([
    ['another Region', ReplicationRule.toRegions('us-east-1')],
    ['another account', ReplicationRule.toAccount('222222222222', 'eu-central-1')],
    ['other repositories', ReplicationRule.toRegions('eu-central-1').forPrefix('production/', 'test/')],
  ])('if the rule is for %s', (_name, rule) => {
    expect(() => registryIn(shop, rule).replicaOf(repositoryIn(), 'eu-central-1')).toThrow(
      new Error(`Shop/Registry: no replication rule replicates Shop/Api ("prod/api") ${remedy('.forPrefix("prod/")')}`),
    );
  });

  test('if the registry has no rules', () => {
    expect(() => new SecureRegistry(shop, 'Registry').replicaOf(repositoryIn(shop, 'api'), 'eu-central-1')).toThrow(
      new Error(`Shop/Registry: no replication rule replicates Shop/Api ("api") ${remedy('')}`),
    );
  });

  test.each<[string, ReplicationRule]>([
    ['every repository', ReplicationRule.toRegions('us-east-1', 'eu-central-1')],
    ['the own account by its ID', ReplicationRule.toAccount(HOME.account, 'eu-central-1')],
    ['a part of the namespace', ReplicationRule.toRegions('eu-central-1').forPrefix('pr')],
  ])('unless a rule is for %s', (_name, rule) => {
    expect(registryIn(shop, rule).replicaOf(repositoryIn(), 'eu-central-1').repositoryArn).toBe(ARN);
  });

  test('unless the name is not known', () => {
    const source = new SecureRepository(shop, 'Api');
    expect(() => registryIn().replicaOf(source, 'eu-central-1')).not.toThrow();
  });
});

describe('bad input', () => {
  test('the Region of the repository itself', () => {
    expect(() => registryIn().replicaOf(repositoryIn(), 'eu-west-1')).toThrow(
      'Shop/Registry: region is "eu-west-1", which is the Region of Shop/Api itself. Use the repository instead of a replica.',
    );
  });

  test.each(['Frankfurt', 'EU', ''])('the Region %j', (region) => {
    expect(() => registryIn().replicaOf(repositoryIn(), region)).toThrow(
      'but must be the literal code of a Region. Pass a code such as "eu-central-1".',
    );
  });

  test('a Region that is known only at deployment', () => {
    const agnostic = new Stack(app, 'Agnostic');
    expect(() => registryIn().replicaOf(repositoryIn(), agnostic.region)).toThrow('but must be the literal code of a Region');
  });

  test('a repository of another registry', () => {
    expect(() => registryIn().replicaOf(repositoryIn(away), 'us-east-1')).toThrow(
      'Shop/Registry: Away/Api is in eu-central-1 of account 111111111111, but the registry is in eu-west-1 of account 111111111111, and replicates only its own ' +
        'repositories. Call replicaOf of the registry of that account and Region.',
    );
  });

  test('a value that is no repository', () => {
    expect(() => registryIn().replicaOf('prod/api' as never, 'eu-central-1')).toThrow(
      'Shop/Registry: repository is "prod/api", but an ecr.IRepository is required.',
    );
  });

  test('an option of another type', () => {
    expect(() => registryIn().replicaOf(repositoryIn(), 'eu-central-1', { externalRepositoryPolicy: 'yes' as never })).toThrow(
      'Shop/Registry: externalRepositoryPolicy is "yes", but must be a boolean.',
    );
  });
});

test('a repository that is renamed after it was used is an error', () => {
  const source = repositoryIn();
  registryIn().replicaOf(source, 'eu-central-1').grantPull(roleIn(away));
  (source.node.defaultChild as ecr.CfnRepository).repositoryName = 'prod/web';
  expect(() => app.synth()).toThrow(/repositoryName is "prod\/web", but policies have already been written for "prod\/api"/);
});

describe('an event rule, which would be in the Region of the source, is an error', () => {
  test.each<[string, (repository: ecr.IRepository) => unknown]>([
    ['onEvent', (repository) => repository.onEvent('Rule')],
    ['onCloudTrailEvent', (repository) => repository.onCloudTrailEvent('Rule')],
    ['onCloudTrailImagePushed', (repository) => repository.onCloudTrailImagePushed('Rule')],
    ['onImageScanCompleted', (repository) => repository.onImageScanCompleted('Rule')],
    ['onImagePushed', (repository) => RepositoryEvents.of(repository).onImagePushed('Rule')],
  ])('%s', (_name, rule) => {
    expect(() => rule(replica())).toThrow(
      /arrive only in Region eu-central-1\. Import the re.* into a stack with that env\. \[cdk-secure-repository:event-rule-environment\]/,
    );
  });
});
