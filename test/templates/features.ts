import { App, DefaultStackSynthesizer, Duration, Environment, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  BitbucketPublisher,
  BitbucketSubject,
  BuildkitePublisher,
  BuildkiteSubject,
  CircleCiPublisher,
  CircleCiSubject,
  FindingSeverity,
  GitHubPublisher,
  GitHubSubject,
  GitLabPublisher,
  GitLabSubject,
  ImageSelection,
  LifecyclePolicy,
  LifecycleRule,
  OidcPublisher,
  OidcSubject,
  ScanFindingsRule,
  SecureRepository,
  SecureRepositoryProps,
} from '../../src';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';

/** The stacks of one feature: `shop` owns the repository, and further stacks can be asked for. */
interface Stacks {
  readonly shop: Stack;
  readonly another: (id: string, env: Environment) => Stack;
}

const NAMED = { repositoryName: 'shop/web' };
const repositoryIn = (stack: Stack, props: SecureRepositoryProps = NAMED) => new SecureRepository(stack, 'Repository', props);
const roleIn = (stack: Stack, id = 'Role', roleName?: string) =>
  new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'), roleName });
const functionIn = (account: string) => `arn:aws:lambda:eu-west-1:${account}:function:resize`;

/** What the library promises to render the same in every version, until a release says that it changes deployed resources. */
export const FEATURES: { readonly [name: string]: (stacks: Stacks) => void } = {
  defaults: ({ shop }) => repositoryIn(shop, {}),
  'mutable-tags': ({ shop }) => repositoryIn(shop, { mutableTags: ['latest', 'dev-*'] }),
  'encryption-kms': ({ shop }) => repositoryIn(shop, { encryptionKey: new kms.Key(shop, 'Key') }),
  'encryption-implicit': ({ shop }) => repositoryIn(shop, { implicitEncryption: true }),
  'deleted-with-stack': ({ shop }) => repositoryIn(shop, { removalPolicy: RemovalPolicy.DESTROY, emptyOnDelete: true }),
  'lifecycle-none': ({ shop }) => repositoryIn(shop, { lifecyclePolicy: LifecyclePolicy.none() }),
  'lifecycle-keep-latest': ({ shop }) =>
    repositoryIn(shop, { lifecyclePolicy: LifecyclePolicy.keepLatest(10, { protectedTags: ['v*', 'release-*'] }) }),
  'lifecycle-rules': ({ shop }) => repositoryIn(shop, { lifecyclePolicy: everyKindOfRule() }),

  'grant-pull': ({ shop }) => repositoryIn(shop).grantPull(roleIn(shop)),
  'grant-push': ({ shop }) => repositoryIn(shop).grantPush(roleIn(shop)),
  'grant-pull-push': ({ shop }) => repositoryIn(shop).grantPullPush(roleIn(shop)),
  'grant-read': ({ shop }) => repositoryIn(shop).grantRead(roleIn(shop)),
  'grant-read-findings': ({ shop }) => repositoryIn(shop).access.grantReadFindings(roleIn(shop)),
  'grant-start-scan': ({ shop }) => repositoryIn(shop).access.grantStartScan(roleIn(shop)),
  'grant-preview-lifecycle': ({ shop }) => repositoryIn(shop).access.grantPreviewLifecycle(roleIn(shop)),
  'grant-delete-images': ({ shop }) => repositoryIn(shop).access.grantDeleteImages(roleIn(shop)),
  'grant-actions': ({ shop }) => repositoryIn(shop).grant(roleIn(shop), 'ecr:TagResource', 'ecr:UntagResource'),
  'grant-generated-name': ({ shop }) => repositoryIn(shop, {}).grantPull(roleIn(shop)),
  'grant-environment-agnostic': ({ another }) => {
    const anywhere = another('Anywhere', {});
    repositoryIn(anywhere).grantPull(roleIn(anywhere));
  },
  'grant-several-repositories': ({ shop }) => {
    const role = roleIn(shop);
    for (const name of ['web', 'api', 'worker']) new SecureRepository(shop, name, { repositoryName: `shop/${name}` }).grantPull(role);
  },
  'grant-user-and-group': ({ shop }) => {
    const repository = repositoryIn(shop);
    repository.grantPull(new iam.User(shop, 'User'));
    repository.grantPull(new iam.Group(shop, 'Group'));
  },
  'grant-with-conditions': ({ shop }) =>
    repositoryIn(shop).grantPull(new iam.PrincipalWithConditions(roleIn(shop), { StringEquals: { 'aws:PrincipalTag/team': 'shop' } })),

  'grant-to-other-stack': ({ shop, another }) => repositoryIn(shop).grantPull(roleIn(another('Team', HOME))),
  'grant-to-other-account': ({ shop, another }) =>
    repositoryIn(shop).grantPullPush(roleIn(another('Team', OTHER_ACCOUNT), 'Role', 'deployer')),
  'grant-to-imported-role-of-other-account': ({ shop }) =>
    repositoryIn(shop).grantPull(iam.Role.fromRoleArn(shop, 'Role', `arn:aws:iam::${OTHER_ACCOUNT.account}:role/team/deployer`)),
  'grant-to-account': ({ shop }) => repositoryIn(shop).grantPull(new iam.AccountPrincipal(OTHER_ACCOUNT.account)),
  'grant-to-organization': ({ shop }) => repositoryIn(shop).access.grantPullToOrganization('o-a1b2c3d4e5'),
  'grant-to-organizational-unit': ({ shop }) =>
    repositoryIn(shop).access.grantPullToOrganizationalUnit('o-a1b2c3d4e5/r-ab12/ou-ab12-11111111'),
  'grant-to-lambda': ({ shop }) => repositoryIn(shop).access.grantPullToLambda(),
  'grant-to-lambda-functions': ({ shop }) => repositoryIn(shop).access.grantPullToLambda({ functionArns: [functionIn(HOME.account)] }),
  'grant-to-lambda-of-other-account': ({ shop }) => repositoryIn(shop).access.grantPullToLambda({ account: OTHER_ACCOUNT.account }),
  'grant-to-codebuild': ({ shop }) =>
    repositoryIn(shop).access.grantPullToCodeBuild({ projectArns: [`arn:aws:codebuild:eu-west-1:${HOME.account}:project/build`] }),
  'grant-to-service-principals': ({ shop }) => {
    const repository = repositoryIn(shop);
    for (const service of ['lambda', 'codebuild']) repository.grantPull(new iam.ServicePrincipal(`${service}.amazonaws.com`));
  },

  'github-publisher': ({ shop }) => {
    new GitHubPublisher(shop, 'Publisher', { repositories: [repositoryIn(shop)], subjects: [GitHubSubject.branch('shop/web', 'main')] });
  },
  'github-publisher-with-claims': ({ shop }) => {
    new GitHubPublisher(shop, 'Publisher', {
      repositories: [repositoryIn(shop)],
      subjects: [GitHubSubject.environment('shop@123456/web@456789', 'production'), GitHubSubject.tag('shop@123456/web@456789', 'v*')],
      claims: { repositoryId: '456789', jobWorkflowRef: 'shop/workflows/.github/workflows/publish.yml@refs/tags/v*' },
      pull: true,
      roleName: 'publisher',
    });
  },
  'gitlab-publisher': ({ shop }) => {
    new GitLabPublisher(shop, 'Publisher', {
      repositories: [repositoryIn(shop)],
      subjects: [GitLabSubject.branch('shop/web', 'main'), GitLabSubject.tag('shop/web', 'v*')],
      claims: { projectId: '456789', refProtected: true },
    });
  },
  'gitlab-publisher-self-managed': ({ shop }) => {
    new GitLabPublisher(shop, 'Publisher', {
      repositories: [repositoryIn(shop)],
      issuerUrl: 'https://gitlab.example.com',
      subjects: [GitLabSubject.branch('shop/web', 'main')],
    });
  },
  'bitbucket-publisher': ({ shop }) => {
    new BitbucketPublisher(shop, 'Publisher', {
      repositories: [repositoryIn(shop)],
      workspace: 'shop',
      workspaceUuid: '9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a',
      subjects: [BitbucketSubject.environment('1a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6b', '2b3c4d5e-6f70-4819-8b1c-2d3e4f5a6b7c')],
    });
  },
  'circleci-publisher': ({ shop }) => {
    const project = '3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d';
    new CircleCiPublisher(shop, 'Publisher', {
      repositories: [repositoryIn(shop)],
      organizationId: '4d5e6f70-8192-4a31-9d2e-3f4a5b6c7d8e',
      subjects: [CircleCiSubject.branch(project, 'github.com/shop/web', 'main'), CircleCiSubject.tag(project, 'github.com/shop/web', 'v*')],
      claims: { projectId: project },
    });
  },
  'buildkite-publisher': ({ shop }) => {
    new BuildkitePublisher(shop, 'Publisher', {
      repositories: [repositoryIn(shop)],
      subjects: [BuildkiteSubject.branch('shop', 'web', 'main'), BuildkiteSubject.tag('shop', 'web', 'v*')],
      claims: { pipelineId: '0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e' },
    });
  },
  'oidc-publisher': ({ shop }) => {
    new OidcPublisher(shop, 'Publisher', {
      repositories: [repositoryIn(shop)],
      issuerUrl: 'https://jenkins.example.com/oidc',
      subjects: [
        OidcSubject.exact('https://jenkins.example.com/job/web/job/main/'),
        OidcSubject.pattern('https://jenkins.example.com/job/releases/*'),
      ],
    });
  },
  'image-pushed': ({ shop }) => {
    repositoryIn(shop).onImagePushed('Released', { tags: ['latest', 'v*'], target: new targets.SnsTopic(new sns.Topic(shop, 'Topic')) });
  },
  'scan-findings': ({ shop }) => {
    const message = ScanFindingsRule.message();
    new ScanFindingsRule(shop, 'Findings', {
      repository: repositoryIn(shop),
      minimumSeverity: FindingSeverity.HIGH,
      targets: [new targets.SnsTopic(new sns.Topic(shop, 'Topic'), { message })],
    });
  },
  'scan-findings-one-by-one': ({ shop }) => {
    new ScanFindingsRule(shop, 'Findings', {
      repository: repositoryIn(shop),
      minimumSeverity: FindingSeverity.CRITICAL,
      targets: [new targets.EventBus(events.EventBus.fromEventBusName(shop, 'Bus', 'security'))],
      perFinding: true,
    });
  },
};

/** The templates of a feature, by the name of the stack, without what aws-cdk-lib adds for its own deployments. */
export function templatesOf(feature: (stacks: Stacks) => void): { readonly [stack: string]: unknown } {
  const app = new App({
    analyticsReporting: false,
    defaultStackSynthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
  });
  const another = (id: string, env: Environment) => new Stack(app, id, { env });
  feature({ shop: another('Shop', HOME), another });
  const stacks = app.synth().stacks.filter(({ template }) => template.Resources !== undefined);
  return Object.fromEntries(stacks.map(({ stackName, template }) => [stackName, template]));
}

function everyKindOfRule(): LifecyclePolicy {
  return LifecyclePolicy.of(
    LifecycleRule.protect('release-*'),
    LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged(), { description: 'what a build leaves behind' }),
    LifecycleRule.keepLatest(5, ImageSelection.tagged('dev-*')),
    LifecycleRule.archiveUnpulledAfter(Duration.days(90)),
    LifecycleRule.expireArchivedAfter(Duration.days(365)),
  );
}
