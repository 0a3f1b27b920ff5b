import { App, Duration, Fn, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import {
  FindingSeverity,
  GitHubPublisher,
  GitHubSubject,
  GitLabPublisher,
  GitLabSubject,
  ImageSelection,
  LifecyclePolicy,
  LifecycleRule,
  PermissionSetPrincipal,
  ScanFindingsRule,
  SecureRepository,
} from '../../src/index';
import { SecureRepositoryError } from '../../src/private/secure-repository-error';
import { HOME } from '../fixtures/environments';

/** A public input: what is done with the value, a value that is right, and one that is wrong where there is such a thing. */
interface Input {
  readonly use: (stack: Stack, value: string) => unknown;
  readonly right: string;
  readonly wrong?: string;
  /** Text that stands around the value where a user writes it so. */
  readonly around?: readonly [string, string];
  /** Where `aws-cdk-lib` itself refuses the placeholder, alone or the one of an ARN. */
  readonly refused?: 'alone' | 'ARN';
}

const TARGET: events.IRuleTarget = { bind: () => ({ arn: 'arn:aws:sqs:eu-west-1:111111111111:queue' }) };
const MAIN = GitHubSubject.branch('my-org/my-app', 'main');
const ISSUER = 'token.actions.githubusercontent.com';
const CLAIMS = { claims: { repositoryId: '456789' } };

const owned = (stack: Stack) => new SecureRepository(stack, 'Api', { repositoryName: 'shop/api' });
const role = (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
const publisher = (stack: Stack, props: object, subject = MAIN) =>
  new GitHubPublisher(stack, 'Publisher', { repositories: [owned(stack)], subjects: [subject], ...props });
const gitLab = (stack: Stack, props: object, subject = GitLabSubject.branch('my-group/my-app', 'main')) =>
  new GitLabPublisher(stack, 'Publisher', { repositories: [owned(stack)], subjects: [subject], ...props });
const rule = (stack: Stack, repository: ecr.IRepository) =>
  new ScanFindingsRule(stack, 'Findings', { repository, minimumSeverity: FindingSeverity.LOW, targets: [TARGET] });
const withPolicy = (stack: Stack, lifecyclePolicy: LifecyclePolicy) => new SecureRepository(stack, 'Api', { lifecyclePolicy });

/** Every public input that is text, or a list of texts. */
const INPUTS: { [input: string]: Input } = {
  'SecureRepositoryProps.repositoryName': {
    use: (stack, repositoryName) => new SecureRepository(stack, 'Api', { repositoryName }).repositoryArn,
    right: 'shop/api',
    wrong: 'Shop',
    around: ['team/', '-app'],
  },
  'SecureRepositoryProps.mutableTags': {
    use: (stack, tag) => new SecureRepository(stack, 'Api', { mutableTags: [tag] }).describe(),
    right: 'latest',
    wrong: 'not a tag',
    around: ['dev-', '*'],
  },
  'SecureRepositoryProps.encryptionKey': {
    use: (stack, arn) => new SecureRepository(stack, 'Api', { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', arn) }).describe(),
    right: 'arn:aws:kms:eu-west-1:111111111111:key/a',
    wrong: 'arn:aws:kms:us-west-2:111111111111:key/a',
    around: ['arn:aws:kms:eu-west-1:111111111111:key/', ''],
    refused: 'alone',
  },
  'SecureRepository.pushCommands(tags)': {
    use: (stack, tag) => owned(stack).pushCommands([tag]),
    right: 'v1',
    wrong: 'v 1',
    around: ['v', '-rc'],
  },
  'SecureRepository.repositoryUriForTag(tag)': { use: (stack, tag) => owned(stack).repositoryUriForTag(tag), right: 'v1' },
  'SecureRepository.repositoryUriForDigest(digest)': {
    use: (stack, digest) => owned(stack).repositoryUriForDigest(digest),
    right: 'sha256:00',
  },
  'OnImagePushedOptions.tags': {
    use: (stack, tag) => owned(stack).onImagePushed('Pushed', { tags: [tag], target: TARGET }),
    right: 'v*',
    wrong: 'v 1',
    around: ['v', '*'],
  },
  'OnImagePushedOptions.ruleName': {
    use: (stack, ruleName) => owned(stack).onImagePushed('Pushed', { ruleName, target: TARGET }),
    right: 'r',
    refused: 'alone',
  },
  'OnImagePushedOptions.description': {
    use: (stack, description) => owned(stack).onImagePushed('Pushed', { description, target: TARGET }),
    right: 'r',
  },
  'OnImageScanCompletedOptions.imageTags': {
    use: (stack, tag) => owned(stack).onImageScanCompleted('Scanned', { imageTags: [tag], target: TARGET }),
    right: 'v1',
  },
  'an event source, by name': {
    use: (stack, name) => rule(stack, ecr.Repository.fromRepositoryName(stack, 'Imported', name)),
    right: 'shop/api',
    around: ['shop/', '-app'],
  },
  'an event source, by ARN': {
    use: (stack, repositoryArn) =>
      rule(stack, ecr.Repository.fromRepositoryAttributes(stack, 'Imported', { repositoryArn, repositoryName: 'shop/api' })),
    right: 'arn:aws:ecr:eu-west-1:111111111111:repository/shop/api',
    wrong: 'arn:aws:ecr:eu-west-1:222222222222:repository/shop/api',
  },
  'an event source, by its account': {
    use: (stack, account) =>
      rule(stack, ecr.Repository.fromRepositoryArn(stack, 'Imported', `arn:aws:ecr:eu-west-1:${account}:repository/shop/api`)),
    right: HOME.account,
    wrong: '222222222222',
    refused: 'ARN',
  },
  'ScanFindingsRuleProps.minimumSeverity': {
    use: (stack, severity) =>
      new ScanFindingsRule(stack, 'Findings', {
        repository: owned(stack),
        minimumSeverity: severity as FindingSeverity,
        targets: [TARGET],
      }),
    right: 'HIGH',
    wrong: 'high',
  },
  'RepositoryAccess.grant(actions)': {
    use: (stack, action) => owned(stack).grant(role(stack), action),
    right: 'ecr:TagResource',
    wrong: 'ecr:TagRessource',
    refused: 'alone',
  },
  'RepositoryAccess.grantPullToOrganization(organizationId)': {
    use: (stack, id) => owned(stack).access.grantPullToOrganization(id),
    right: 'o-a1b2c3d4e5',
    wrong: 'a1b2c3d4e5',
    around: ['o-', ''],
  },
  'RepositoryAccess.grantPullToOrganizationalUnit(path)': {
    use: (stack, path) => owned(stack).access.grantPullToOrganizationalUnit(path),
    right: 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111',
    wrong: 'ou-ab12-11111111',
    around: ['o-a1b2c3d4e5/r-ab12/', ''],
  },
  'PullByLambdaOptions.account': {
    use: (stack, account) => owned(stack).access.grantPullToLambda({ account }),
    right: '222222222222',
    wrong: '2222',
  },
  'PullByLambdaOptions.functionArns': {
    use: (stack, arn) => owned(stack).access.grantPullToLambda({ functionArns: [arn] }),
    right: 'arn:aws:lambda:eu-west-1:111111111111:function:x',
    wrong: 'arn:aws:lambda:eu-west-1:222222222222:function:x',
    around: ['arn:aws:lambda:eu-west-1:111111111111:function:', ''],
  },
  'the account of functionArns': {
    use: (stack, account) => owned(stack).access.grantPullToLambda({ functionArns: [`arn:aws:lambda:eu-west-1:${account}:function:x`] }),
    right: HOME.account,
    wrong: '222222222222',
  },
  'PullByCodeBuildOptions.projectArns': {
    use: (stack, arn) => owned(stack).access.grantPullToCodeBuild({ projectArns: [arn] }),
    right: 'arn:aws:codebuild:eu-west-1:111111111111:project/x',
    wrong: 'arn:aws:codebuild:eu-west-1::project/x',
    around: ['arn:aws:codebuild:eu-west-1:111111111111:project/', ''],
  },
  'PermissionSetPrincipal(permissionSetName)': {
    use: (stack, name) => owned(stack).grantPull(new PermissionSetPrincipal(name)),
    right: 'Developers',
    wrong: 'arn:aws:sso:::permissionSet/x',
    around: ['Team', ''],
  },
  'PermissionSetPrincipalOptions.account': {
    use: (stack, account) => owned(stack).grantPull(new PermissionSetPrincipal('Developers', { account })),
    right: HOME.account,
    wrong: '2222',
  },
  'GitHubSubject.branch(repository)': {
    use: (stack, repository) => publisher(stack, {}, GitHubSubject.branch(repository, 'main')),
    right: 'my-org/my-app',
    wrong: 'my-app',
    around: ['my-org/', '-app'],
  },
  'GitHubSubject.branch(repository) beside a pattern': {
    use: (stack, repository) => publisher(stack, {}, GitHubSubject.branch(repository, 'release/*')),
    right: 'my-org/my-app',
    wrong: 'my-org/*',
  },
  'GitHubSubject.branch(branch)': {
    use: (stack, branch) => publisher(stack, {}, GitHubSubject.branch('my-org/my-app', branch)),
    right: 'main',
    wrong: 'refs/heads/main',
    around: ['release/', '*'],
  },
  'GitHubSubject.tag(repository)': {
    use: (stack, repository) => publisher(stack, {}, GitHubSubject.tag(repository, 'v1')),
    right: 'my-org/my-app',
    wrong: 'my-app',
  },
  'GitHubSubject.tag(tag)': {
    use: (stack, tag) => publisher(stack, {}, GitHubSubject.tag('my-org/my-app', tag)),
    right: 'v1',
    wrong: 'refs/heads/main',
    around: ['v', '*'],
  },
  'GitHubSubject.environment(repository)': {
    use: (stack, repository) => publisher(stack, {}, GitHubSubject.environment(repository, 'production')),
    right: 'my-org/my-app',
    wrong: 'my-app',
  },
  'GitHubSubject.environment(environment)': {
    use: (stack, environment) => publisher(stack, {}, GitHubSubject.environment('my-org/my-app', environment)),
    right: 'production',
    wrong: '',
    around: ['prod-', '*'],
  },
  'GitHubSubject.pullRequest(repository)': {
    use: (stack, repository) => publisher(stack, {}, GitHubSubject.pullRequest(repository)),
    right: 'my-org/my-app',
    wrong: 'my-app',
  },
  'GitHubSubject.custom(text)': {
    use: (stack, text) => publisher(stack, {}, GitHubSubject.custom(text)),
    right: 'repo:my-org@123456/my-app@456789:environment:production',
    wrong: '*',
    around: ['repo:', ':environment:production'],
  },
  'GitHubSubject.reusableWorkflow(repository)': {
    use: (stack, repository) =>
      publisher(stack, CLAIMS, GitHubSubject.reusableWorkflow(repository, '.github/workflows/x.yml', 'refs/heads/main')),
    right: 'my-org/workflows',
    wrong: 'my-org@1/workflows@2',
    around: ['my-org/', '-workflows'],
  },
  'GitHubSubject.reusableWorkflow(path)': {
    use: (stack, path) => publisher(stack, CLAIMS, GitHubSubject.reusableWorkflow('my-org/workflows', path, 'refs/heads/main')),
    right: '.github/workflows/x.yml',
    wrong: 'x.yml',
    around: ['.github/workflows/', '.yml'],
  },
  'GitHubSubject.reusableWorkflow(ref)': {
    use: (stack, ref) => publisher(stack, CLAIMS, GitHubSubject.reusableWorkflow('my-org/workflows', '.github/workflows/x.yml', ref)),
    right: 'refs/heads/main',
    wrong: 'main',
    around: ['refs/heads/', '*'],
  },
  'ReusableWorkflowOptions.calledFrom': {
    use: (stack, calledFrom) =>
      publisher(
        stack,
        {},
        GitHubSubject.reusableWorkflow('my-org/workflows', '.github/workflows/x.yml', 'refs/heads/main', { calledFrom }),
      ),
    right: 'my-org@123456/my-app@456789',
    wrong: 'my-app',
    around: ['my-org/', '-app'],
  },
  ...Object.fromEntries(
    Object.entries({
      actor: ['octocat', 'octo*', 'octo-', '-cat'],
      actorId: ['583231', 'octocat', '58', '31'],
      enterpriseId: ['77', 'acme', '7', '7'],
      environment: ['production', '*', 'prod-', '*'],
      jobWorkflowRef: ['my-org/x/.github/workflows/x.yml@refs/heads/main', 'x.yml', 'my-org/x/.github/workflows/x.yml@refs/heads/', '*'],
      ref: ['refs/heads/main', 'main', 'refs/heads/', '*'],
      repository: ['my-org/my-app', 'my-org/*', 'my-org/', '-app'],
      repositoryId: ['456789', 'my-app', '45', '89'],
      repositoryOwnerId: ['123456', 'my-org', '12', '56'],
      workflow: ['publish', '*', 'pub', '*'],
    }).map(([claim, [right, wrong, before, after]]): [string, Input] => [
      `GitHubClaims.${claim}`,
      { use: (stack, value) => publisher(stack, { claims: { [claim]: value } }), right, wrong, around: [before, after] },
    ]),
  ),
  'GitLabSubject.branch(project)': {
    use: (stack, project) => gitLab(stack, {}, GitLabSubject.branch(project, 'main')),
    right: 'my-group/my-app',
    wrong: 'my-app',
    around: ['my-group/', '-app'],
  },
  'GitLabSubject.branch(branch)': {
    use: (stack, branch) => gitLab(stack, {}, GitLabSubject.branch('my-group/my-app', branch)),
    right: 'main',
    wrong: 'refs/heads/main',
    around: ['release/', '*'],
  },
  'GitLabSubject.tag(tag)': {
    use: (stack, tag) => gitLab(stack, {}, GitLabSubject.tag('my-group/my-app', tag)),
    right: 'v1',
    wrong: 'a b',
    around: ['v', '*'],
  },
  'GitLabSubject.custom(text)': {
    use: (stack, text) => gitLab(stack, {}, GitLabSubject.custom(text)),
    right: 'project_path:my-group/my-app',
    wrong: 'repo:o/r',
    around: ['project_path:my-group/', ':ref_protected:true'],
  },
  'GitLabClaims.projectId': {
    use: (stack, projectId) => gitLab(stack, { claims: { projectId } }),
    right: '456789',
    wrong: 'my-group/my-app',
    around: ['45', '89'],
  },
  'GitLabClaims.userLogin': {
    use: (stack, userLogin) => gitLab(stack, { claims: { userLogin } }),
    right: 'dev',
    wrong: '*',
    around: ['d', 'v'],
  },
  'GitHubPublisherProps.issuerUrl': {
    use: (stack, issuerUrl) => publisher(stack, { issuerUrl }),
    right: 'https://github.example.org/_services/token',
    wrong: 'http://github.example.org',
    around: ['https://', '/_services/token'],
  },
  'GitHubPublisherProps.audience': { use: (stack, audience) => publisher(stack, { audience }), right: 'sts.amazonaws.com', wrong: '' },
  'GitHubPublisherProps.roleName': {
    use: (stack, roleName) => publisher(stack, { roleName }),
    right: 'publisher',
    refused: 'alone',
  },
  'GitHubPublisherProps.oidcProvider': {
    use: (stack, arn) => publisher(stack, { oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'GitHub', arn) }),
    right: `arn:aws:iam::111111111111:oidc-provider/${ISSUER}`,
    wrong: `arn:aws:iam::222222222222:oidc-provider/${ISSUER}`,
    around: ['arn:aws:iam::111111111111:oidc-provider/', ''],
    refused: 'alone',
  },
  'the account of oidcProvider': {
    use: (stack, account) =>
      publisher(stack, {
        oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'GitHub', `arn:aws:iam::${account}:oidc-provider/${ISSUER}`),
      }),
    right: HOME.account,
    wrong: '222222222222',
  },
  'the URL of a new oidcProvider': {
    use: (stack, url) =>
      publisher(stack, { oidcProvider: new iam.OidcProviderNative(stack, 'GitHub', { url, clientIds: ['sts.amazonaws.com'] }) }),
    right: `https://${ISSUER}`,
    wrong: 'https://gitlab.example.org',
    around: ['https://', ''],
    refused: 'alone',
  },
  'the client ID of a new oidcProvider': {
    use: (stack, id) =>
      publisher(stack, { oidcProvider: new iam.OidcProviderNative(stack, 'GitHub', { url: `https://${ISSUER}`, clientIds: [id] }) }),
    right: 'sts.amazonaws.com',
    wrong: 'other',
  },
  'LifecyclePolicy.fromText(text)': {
    use: (stack, text) => withPolicy(stack, LifecyclePolicy.fromText(text)).lifecyclePolicy.describe(),
    right: LifecyclePolicy.keepLatest(3).toText(),
    wrong: '{"rules":[]}',
  },
  'KeepLatestOptions.protectedTags': {
    use: (stack, tag) => withPolicy(stack, LifecyclePolicy.keepLatest(3, { protectedTags: [tag] })),
    right: 'v*',
    wrong: 'a*b*c*d*e*',
    around: ['v', '*'],
  },
  'LifecycleRule.protect(pattern)': {
    use: (stack, pattern) => withPolicy(stack, LifecyclePolicy.of(LifecycleRule.protect(pattern))),
    right: 'v*',
    wrong: 'a*b*c*d*e*',
    around: ['v', '*'],
  },
  'LifecycleRuleOptions.description': {
    use: (stack, description) => withPolicy(stack, LifecyclePolicy.of(LifecycleRule.protect('v*', { description }))),
    right: 'releases',
  },
  'ImageSelection.tagged(pattern)': {
    use: (stack, pattern) =>
      withPolicy(stack, LifecyclePolicy.of(LifecycleRule.expireAfter(Duration.days(1), ImageSelection.tagged(pattern)))),
    right: 'v*',
    wrong: 'a*b*c*d*e*',
    around: ['v', '*'],
  },
  'ImageSelection.taggedWithAll(patterns)': {
    use: (stack, pattern) =>
      withPolicy(stack, LifecyclePolicy.of(LifecycleRule.keepLatest(1, ImageSelection.taggedWithAll(pattern, 'v*')))),
    right: 'dev-*',
    wrong: 'a*b*c*d*e*',
  },
};

/** How a value reaches the app: by each look-up that returns text. */
const LOOK_UPS: { [name: string]: (stack: Stack) => string } = {
  'a parameter': (stack) => ssm.StringParameter.valueFromLookup(stack, '/shop/value'),
  "a role's ARN": (stack) => iam.Role.fromLookup(stack, 'LookedUpRole', { roleName: 'x' }).roleArn,
  "a repository's ARN": (stack) => ecr.Repository.fromLookup(stack, 'LookedUp', { repositoryName: 'x' }).repositoryArn,
  "a repository's name": (stack) => ecr.Repository.fromLookup(stack, 'LookedUp', { repositoryName: 'x' }).repositoryName,
  "a key's ID": (stack) => kms.Key.fromLookup(stack, 'LookedUpKey', { aliasName: 'alias/x' }).keyId,
  "a key's ARN": (stack) => kms.Key.fromLookup(stack, 'LookedUpKey', { aliasName: 'alias/x' }).keyArn,
};

/** What only a text may be, whether it is known now or at the deployment: the error for a token is documented. */
const NO_TOKENS = ['GitHubSubject.branch(repository) beside a pattern', 'GitHubPublisherProps.issuerUrl'];

function stackIn(context?: { [key: string]: unknown }): Stack {
  return new Stack(new App({ context }), 'Stack', { env: HOME });
}

function synthesized(stack: Stack) {
  return (stack.node.root as App).synth();
}

describe.each(Object.entries(INPUTS))('%s', (name, { use, right, wrong, around, refused }) => {
  test.each(Object.entries(LOOK_UPS))('the first run of the app passes with %s', (lookUpName, lookUp) => {
    // the ARN and the name of a role have a token for the partition
    if (NO_TOKENS.includes(name) && !['a parameter', "a key's ID"].includes(lookUpName)) return;
    if (refused === 'ARN' && lookUpName.endsWith('ARN')) return;
    // the ID of a key is known as a whole, or at the end of its ARN: nobody writes a part of a name with it
    const isKey = lookUpName.startsWith("a key's");
    const alone = refused === 'alone' || (isKey && name === 'the account of functionArns') ? [] : [['', ''] as const];
    const inText = around && (!isKey || around[0].endsWith(':key/')) ? [around] : [];
    for (const [before, after] of [...alone, ...inText]) {
      const stack = stackIn();
      use(stack, `${before}${lookUp(stack)}${after}`);
      expect(synthesized(stack).manifest.missing).toHaveLength(1);
    }
  });

  test('the second run checks what was looked up', () => {
    const key = 'ssm:account=111111111111:parameterName=/shop/value:region=eu-west-1';
    const run = (value: string) => {
      const stack = stackIn({ [key]: value });
      use(stack, ssm.StringParameter.valueFromLookup(stack, '/shop/value'));
      return synthesized(stack).manifest.missing;
    };
    expect(run(right)).toBeUndefined();
    if (wrong !== undefined) expect(() => run(wrong)).toThrow(SecureRepositoryError);
  });
});

/** What IAM would match with more than the user means, or refuse, beside a value that is not known. */
const AROUND: { [input: string]: (value: string) => unknown } = {
  'a wildcard in the owner': (value) => GitHubSubject.branch(`*/${value}`, 'main'),
  'a wildcard in the name of the repository': (value) => GitHubSubject.tag(`my-org/${value}*`, 'v1'),
  'a character that is any in the repository': (value) => GitHubSubject.pullRequest(`my-or?/${value}`),
  'a colon in the repository': (value) => GitHubSubject.branch(`${value}:ref:x`, 'main'),
  'a character that is any in a branch': (value) => GitHubSubject.branch('my-org/my-app', `release?/${value}*`),
  'a character that is any in a tag': (value) => GitHubSubject.tag('my-org/my-app', `${value}?*`),
  'a full ref': (value) => GitHubSubject.branch('my-org/my-app', `refs/heads/${value}`),
  'a character that is any in an environment': (value) => GitHubSubject.environment('my-org/my-app', `${value}?*`),
  'a variable of IAM in an environment': (value) => GitHubSubject.environment('my-org/my-app', `\${aws:x}${value}`),
  'a wildcard in the repository of a customized subject': (value) => GitHubSubject.custom(`repo:${value}*:environment:x`),
  'a wildcard in the owner of a customized subject': (value) => GitHubSubject.custom(`repository_owner:${value}*`),
  'a wildcard in a reusable workflow': (value) => GitHubSubject.reusableWorkflow('o/r', `.github/workflows/*${value}`, 'refs/heads/main'),
  'a wildcard before the ref of a claim': (value) =>
    publisher(stackIn(), { claims: { jobWorkflowRef: `o/${value}/.github/workflows/*.yml@refs/heads/main` } }),
  'a wildcard in an ID': (value) => publisher(stackIn(), { claims: { repositoryId: `${value}*` } }),
  'a wildcard in an organization': (value) => owned(stackIn()).access.grantPullToOrganization(`*${value}`),
  'a wildcard in the path of a unit': (value) => owned(stackIn()).access.grantPullToOrganizationalUnit(`*/${value}/*`),
  'a wildcard in an account': (value) => owned(stackIn()).access.grantPullToLambda({ account: `*${value}` }),
  'functions of any account': (value) =>
    owned(stackIn()).access.grantPullToLambda({ functionArns: [`arn:aws:lambda:eu-west-1:*:function:${value}`] }),
  'projects of any account': (value) =>
    owned(stackIn()).access.grantPullToCodeBuild({ projectArns: [`arn:aws:codebuild:eu-west-1:*:project/${value}`] }),
  'a role of any account': (value) => owned(stackIn()).grantPull(new iam.ArnPrincipal(`arn:aws:iam::*:role/${value}`)),
  'a wildcard in the issuer': (value) => publisher(stackIn(), { issuerUrl: `https://*.${value}` }),
  'a scheme that is not https': (value) => publisher(stackIn(), { issuerUrl: `http://${value}` }),
};

describe.each(Object.entries(AROUND))('%s is refused', (_, use) => {
  test.each(['dummy-value-for-/shop/value', 'DUMMY_ARN', 'DUMMY', 's-12345', Fn.ref('Parameter')])('beside %s', (value) => {
    expect(() => use(value)).toThrow(SecureRepositoryError);
  });
});

test.each(['my_app.*', 'web-s-12345 ', 'Web-sg-1234'])('the repository name %j is checked, whatever it contains', (name) => {
  expect(() => new SecureRepository(stackIn(), 'Api', { repositoryName: name })).toThrow(SecureRepositoryError);
});
