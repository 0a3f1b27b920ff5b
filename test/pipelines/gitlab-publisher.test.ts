import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, aws_ecr as ecr, aws_iam as iam, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GitHubPublisher, GitHubSubject, GitLabClaims, GitLabPublisher, GitLabPublisherProps, GitLabSubject } from '../../src/index';
import { warningsOf } from '../fixtures/reported';
import { GitLabAdmission, gitLabAdmits, GitLabJob, gitLabSubject } from '../oracle/gitlab/admits';
import { decide } from '../oracle/iam/decide';
import { Policy } from '../oracle/iam/policy';

const PROVIDER = 'arn:aws:iam::111122223333:oidc-provider/gitlab.com';
const ROLE = 'arn:aws:iam::111122223333:role/publisher';
const APP = 'my-group/my-app';
const MAIN = GitLabSubject.branch(APP, 'main');
const PINNED = { projectId: '456789' };

function publisher(props: Partial<GitLabPublisherProps> = {}): Stack {
  const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const repositories = [ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api')];
  new GitLabPublisher(stack, 'Publisher', { repositories, subjects: [MAIN], claims: PINNED, ...props });
  return stack;
}

function trustIn(stack: Stack) {
  const properties = { Description: 'Pushes images from GitLab CI/CD' };
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: properties }));
  return role.Properties.AssumeRolePolicyDocument;
}

describe('the template', () => {
  test('has a provider for the issuer and the audience', () => {
    Template.fromStack(publisher()).hasResourceProperties('AWS::IAM::OIDCProvider', {
      Url: 'https://gitlab.com',
      ClientIdList: ['sts.amazonaws.com'],
    });
  });

  test('has the subject and the claims in every statement', () => {
    const subjects = [MAIN, GitLabSubject.tag(APP, 'v*')];
    const claims = { ...PINNED, namespaceId: '123456', refProtected: true, runnerEnvironment: 'gitlab-hosted' };
    const exact = {
      'gitlab.com:aud': 'sts.amazonaws.com',
      'gitlab.com:project_id': '456789',
      'gitlab.com:namespace_id': '123456',
      'gitlab.com:ref_protected': 'true',
      'gitlab.com:runner_environment': 'gitlab-hosted',
    };
    const conditions = trustIn(publisher({ subjects, claims })).Statement.map(
      ({ Condition: condition }: { Condition: unknown }) => condition,
    );
    expect(conditions).toEqual([
      { StringEquals: { ...exact, 'gitlab.com:sub': ['project_path:my-group/my-app:ref_type:branch:ref:main'] } },
      { StringEquals: exact, StringLike: { 'gitlab.com:sub': ['project_path:my-group/my-app:ref_type:tag:ref:v*'] } },
    ]);
  });

  test('trusts a self-managed instance by its own issuer and audience', () => {
    const stack = publisher({ issuerUrl: 'https://gitlab.acme.example', audience: 'https://gitlab.acme.example', claims: undefined });
    expect(trustIn(stack).Statement[0].Condition).toEqual({
      StringEquals: {
        'gitlab.acme.example:aud': 'https://gitlab.acme.example',
        'gitlab.acme.example:sub': ['project_path:my-group/my-app:ref_type:branch:ref:main'],
      },
    });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('allows pushing to the repositories, and pulling if that is set', () => {
    const actions = (stack: Stack) =>
      JSON.stringify(
        Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties.PolicyDocument),
      );
    expect(actions(publisher())).toContain('ecr:PutImage');
    expect(actions(publisher())).not.toContain('ecr:GetDownloadUrlForLayer');
    expect(actions(publisher({ pull: true }))).toContain('ecr:GetDownloadUrlForLayer');
  });

  test('may have a publisher for GitHub beside it', () => {
    const stack = publisher();
    new GitHubPublisher(stack, 'GitHub', { repositories: [], subjects: [GitHubSubject.branch('o/r', 'main')] }).grantPrincipal;
    Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 2);
  });
});

test.each([
  [undefined, true],
  [{ refProtected: true }, true],
  [PINNED, false],
])('on GitLab.com, claims without the ID of the project cause a warning: %j', (claims, warns) => {
  const warning =
    '/Shop/Publisher claims has no projectId, but another owner can register the path of a project on GitLab.com after it was renamed or deleted. ' +
    'Set claims.projectId, which the page of the project displays. [ack: cdk-secure-repository:gitlab-project-id]';
  expect(warningsOf(publisher({ claims }))).toEqual(warns ? [warning] : []);
});

/** A pipeline of main. */
const RUN: GitLabJob = {
  project: APP,
  refType: 'branch',
  ref: 'main',
  claims: {
    namespace_id: '123456',
    project_id: '456789',
    pipeline_source: 'push',
    ref_protected: 'true',
    runner_environment: 'gitlab-hosted',
    user_access_level: 'maintainer',
    user_email: 'dev@example.com',
    user_id: '42',
    user_login: 'dev',
  },
};
const with_ = (claims: GitLabJob['claims'], job: Partial<GitLabJob> = {}): GitLabJob => ({
  ...RUN,
  ...job,
  claims: { ...RUN.claims, ...claims },
});

const JOBS = {
  main: RUN,
  dev: { ...RUN, ref: 'dev' },
  main2: { ...RUN, ref: 'main2' },
  release: { ...RUN, ref: 'release/1' },
  'release with a slash': { ...RUN, ref: 'release/evil/x' },
  v1: { ...RUN, refType: 'tag', ref: 'v1' },
  'a tag named main': { ...RUN, refType: 'tag', ref: 'main' },
  'a branch named v1': { ...RUN, ref: 'v1' },
  'a merge request from a fork with a branch named main': with_({ pipeline_source: 'merge_request_event', ref_protected: 'false' }),
  'a fork': with_({ project_id: '9', namespace_id: '8', user_login: 'somebody' }, { project: 'somebody/my-app' }),
  'a fork in the group': with_({ project_id: '10' }, { project: 'my-group/fork/my-app' }),
  'the path, registered again': with_({ project_id: '11', namespace_id: '12' }),
  'the project, transferred': with_({ namespace_id: '13' }, { project: 'other-group/my-app' }),
  'another project of the group': with_({ project_id: '14' }, { project: 'my-group/other' }),
  'a group whose name goes on': with_({ project_id: '15', namespace_id: '16' }, { project: 'my-group2/my-app' }),
  'a self-hosted runner': with_({ runner_environment: 'self-hosted' }),
  'another user': with_({ user_id: '43', user_login: 'other', user_email: 'other@example.com' }),
  'a developer': with_({ user_access_level: 'developer' }),
  'a schedule': with_({ pipeline_source: 'schedule' }),
  'no project_id': with_({ project_id: undefined }),
  'no ref_protected': with_({ ref_protected: undefined }),
  'a customized subject of the project': { ...RUN, components: [] },
  'a customized subject with protection': { ...RUN, components: ['ref_type', 'ref', 'ref_protected'] },
} satisfies { [name: string]: GitLabJob };
type Name = keyof typeof JOBS;
const names = Object.keys(JOBS) as Name[];

const ON_MAIN: Name[] = [
  'main',
  'a merge request from a fork with a branch named main',
  'the path, registered again',
  'a self-hosted runner',
  'another user',
  'a developer',
  'a schedule',
  'no project_id',
  'no ref_protected',
];
const except = (...without: Name[]) => ON_MAIN.filter((name) => !without.includes(name));
const branch = (name: string, project = APP) => ({ kind: 'branch', project, name }) as const;
const tag = (name: string, project = APP) => ({ kind: 'tag', project, name }) as const;

const PUBLISHERS: [title: string, subjects: GitLabAdmission['subjects'], claims: GitLabClaims | undefined, letIn: Name[]][] = [
  ['main', [branch('main')], undefined, ON_MAIN],
  ['main of the project', [branch('main')], PINNED, except('the path, registered again', 'no project_id')],
  ['main of the namespace', [branch('main')], { namespaceId: '123456' }, except('the path, registered again')],
  [
    'protected main',
    [branch('main')],
    { ...PINNED, refProtected: true },
    except('a merge request from a fork with a branch named main', 'the path, registered again', 'no project_id', 'no ref_protected'),
  ],
  ['unprotected main', [branch('main')], { refProtected: false }, ['a merge request from a fork with a branch named main']],
  ['main on a hosted runner', [branch('main')], { runnerEnvironment: 'gitlab-hosted' }, except('a self-hosted runner')],
  ['main by a user', [branch('main')], { userId: '43' }, ['another user']],
  ['main by a login', [branch('main')], { userLogin: 'dev' }, except('another user')],
  ['main by an email address', [branch('main')], { userEmail: 'other@example.com' }, ['another user']],
  ['main by a maintainer', [branch('main')], { userAccessLevel: 'maintainer' }, except('a developer')],
  ['main by a schedule', [branch('main')], { pipelineSource: 'schedule' }, ['a schedule']],
  ['main of another project', [branch('main', 'my-group/other')], undefined, ['another project of the group']],
  ['main of the transferred project', [branch('main', 'other-group/my-app')], PINNED, ['the project, transferred']],
  ['releases', [branch('release/*')], undefined, ['release', 'release with a slash']],
  ['versions', [tag('v*')], PINNED, ['v1']],
  [
    'main and versions',
    [branch('main'), tag('v*')],
    { userLogin: 'dev', ...PINNED, pipelineSource: 'push', userAccessLevel: 'maintainer' },
    ['main', 'v1', 'a self-hosted runner', 'no ref_protected'],
  ],
  ['a customized subject', [{ kind: 'custom', text: `project_path:${APP}` }], PINNED, ['a customized subject of the project']],
  [
    'a customized subject with protection',
    [{ kind: 'custom', text: `project_path:${APP}:ref_type:branch:ref:*:ref_protected:true` }],
    undefined,
    ['a customized subject with protection'],
  ],
];

describe.each(PUBLISHERS)('a publisher for %s', (_title, subjects, claims, letIn) => {
  const made = subjects.map((subject) =>
    subject.kind === 'custom' ? GitLabSubject.custom(subject.text) : GitLabSubject[subject.kind](subject.project, subject.name),
  );
  const trust = () => {
    const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
    new GitLabPublisher(stack, 'Publisher', {
      repositories: [ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api')],
      subjects: made,
      claims,
      oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'GitLab', PROVIDER),
    });
    return Policy.ofResource('trust', trustIn(stack));
  };
  const letsIn = (policy: Policy, job: GitLabJob, aud = 'sts.amazonaws.com') => {
    const claimsByKey = Object.entries({ ...job.claims, aud, sub: gitLabSubject(job) }).map(([claim, value]) => [
      `gitlab.com:${claim}`,
      value,
    ]);
    const context = Object.fromEntries(claimsByKey) as Record<string, string | undefined>;
    const principal = { type: 'federated', provider: PROVIDER } as const;
    return decide({ principal, action: 'sts:AssumeRoleWithWebIdentity', resource: ROLE, context }, { resourcePolicy: policy }).allowed;
  };
  const sorted = names.filter((name) => letIn.includes(name));

  test('lets in these jobs and no other, by its trust policy', () => {
    const policy = trust();
    expect(names.filter((name) => letsIn(policy, JOBS[name]))).toEqual(sorted);
    expect(names.filter((name) => letsIn(policy, JOBS[name], 'https://gitlab.com'))).toEqual([]);
  });

  test('is meant to let in these jobs and no other', () => {
    const inToken = Object.entries(claims ?? {}).map(([name, value]) => [name.replace(/([A-Z])/g, '_$1').toLowerCase(), String(value)]);
    const meant = { subjects, claims: Object.fromEntries(inToken) as Record<string, string> };
    expect(names.filter((name) => gitLabAdmits(meant, JOBS[name]))).toEqual(sorted);
  });
});

test('the table has at least 300 decisions', () => {
  expect(PUBLISHERS.length * names.length).toBeGreaterThan(400);
});

describe('bad input', () => {
  test.each([
    [{ subjects: [] }, 'subjects is [], but must be a list with at least one GitLabSubject.'],
    [{ subjects: [GitHubSubject.branch('o/r', 'main')] }, 'subjects[0] is a GitHubSubject, but must be a GitLabSubject.'],
    [{ subjects: [null] }, 'subjects[0] is null, but must be a GitLabSubject.'],
    [{ audience: '' }, 'audience is "", but must not be empty.'],
    [
      { issuerUrl: 'https://gitlab.com/' },
      'issuerUrl is "https://gitlab.com/", but must be an https URL without port, query or trailing slash. Use "https://HOSTNAME" for a self-managed instance, or omit issuerUrl for GitLab.com.',
    ],
    [
      { issuerUrl: 'https://gitlab.acme.example' },
      'claims has projectId, but AWS has no condition keys for claims of gitlab.acme.example, which is not GitLab.com. Remove claims, and restrict the subjects.',
    ],
    [
      { claims: { environment: 'production' } },
      'claims has environment, but AWS has no condition key for such a claim of GitLab. Use namespaceId, pipelineSource,',
    ],
    [{ claims: { projectId: APP } }, 'claims.projectId is "my-group/my-app", but must be an ID of digits.'],
    [{ claims: { projectId: `${Fn.importValue('Id')}*` } }, 'claims.projectId is "<token>*", but must be an ID of digits.'],
    [{ claims: { userLogin: '*' } }, 'claims.userLogin is "*", but must be one value without spaces and wildcards.'],
    [{ claims: { runnerEnvironment: 'hosted' } }, 'claims.runnerEnvironment is "hosted", but must be gitlab-hosted or self-hosted.'],
    [{ claims: { refProtected: 'true' } }, 'claims.refProtected is "true", but must be a boolean. Pass true or false.'],
    [{ claims: { projectId: 456789 } }, 'claims.projectId is 456789, but must be a string. Use "456789".'],
  ])('%j', (props: object, problem) => {
    expect(() => publisher(props)).toThrow(`Shop/Publisher: ${problem}`);
  });

  test('a subject of GitLab in a publisher for GitHub', () => {
    const stack = publisher();
    const subjects = [MAIN as unknown as GitHubSubject];
    expect(() => new GitHubPublisher(stack, 'GitHub', { repositories: [], subjects })).toThrow(
      'Shop/GitHub: subjects[0] is a GitLabSubject, but must be a GitHubSubject.',
    );
  });
});

test('the pipeline requests the audience and uses the outputs of the publisher', () => {
  const pipeline = readFileSync(join(__dirname, '../../examples/gitlab/publish.gitlab-ci.yml'), 'utf8');
  expect(pipeline).toMatch(/id_tokens:\n {4}AWS_ID_TOKEN:\n {6}aud: sts\.amazonaws\.com\n/);
  for (const variable of ['AWS_ROLE_ARN', 'AWS_DEFAULT_REGION', 'ECR_REPOSITORY_URI']) expect(pipeline).toContain(`#   ${variable} `);
  expect(pipeline).not.toMatch(/CI_JOB_JWT|AWS_SECRET_ACCESS_KEY/);
});
