import { App, aws_ecr as ecr, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GitHubClaims, GitHubPublisher, GitHubPublisherProps, GitHubSubject } from '../../src/index';
import { warningsOf } from '../fixtures/reported';

const ISSUER = 'token.actions.githubusercontent.com';
const APP = 'my-org@123456/my-app@456789';
const MAIN = GitHubSubject.branch(APP, 'main');
const TAGS = GitHubSubject.tag(APP, 'v*');
const CALLED = 'my-org/workflows/.github/workflows/publish.yml@refs/heads/main';

function publisher(claims: object | undefined, props: Partial<GitHubPublisherProps> = {}): Stack {
  const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const repositories = [ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api')];
  new GitHubPublisher(stack, 'Publisher', { repositories, subjects: [MAIN], claims: claims as GitHubClaims, ...props });
  return stack;
}

/** The conditions of the trust policy, one object for each statement. */
function conditions(stack: Stack): unknown[] {
  const properties = { Description: 'Pushes images from GitHub Actions' };
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: properties }));
  return role.Properties.AssumeRolePolicyDocument.Statement.map(({ Condition: condition }: { Condition: unknown }) => condition);
}

describe('the condition keys', () => {
  test.each([
    ['actor', 'octocat'],
    ['actorId', '583231'],
    ['enterpriseId', '77'],
    ['environment', 'production'],
    ['jobWorkflowRef', CALLED],
    ['ref', 'refs/heads/main'],
    ['repository', 'my-org/my-app'],
    ['repositoryId', '456789'],
    ['repositoryOwnerId', '123456'],
    ['workflow', 'Publish images'],
  ])('%s is compared as it is', (name, value) => {
    const key = `${ISSUER}:${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
    expect(conditions(publisher({ [name]: value }))).toEqual([
      {
        StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: [`repo:${APP}:ref:refs/heads/main`], [key]: value },
      },
    ]);
  });

  test('are in every statement, patterns by StringLike', () => {
    const claims = { repositoryId: '456789', jobWorkflowRef: CALLED.replace('main', '*'), workflow: undefined };
    const exact = { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:repository_id`]: '456789' };
    const like = { [`${ISSUER}:job_workflow_ref`]: CALLED.replace('main', '*') };
    expect(conditions(publisher(claims, { subjects: [MAIN, TAGS] }))).toEqual([
      { StringEquals: { ...exact, [`${ISSUER}:sub`]: [`repo:${APP}:ref:refs/heads/main`] }, StringLike: like },
      { StringEquals: exact, StringLike: { ...like, [`${ISSUER}:sub`]: [`repo:${APP}:ref:refs/tags/v*`] } },
    ]);
  });

  test.each([
    'https://token.actions.githubusercontent.com/octocat-inc',
    'https://token.actions.octocorp.ghe.com',
    'https://token.actions.octocorp.ghe.com/octocorp',
    'https://github.com/enterprises/octocat-inc',
  ])('exist for the issuer %s', (issuerUrl) => {
    const [condition] = conditions(publisher({ repositoryId: '456789' }, { issuerUrl })) as { StringEquals: object }[];
    expect(Object.keys(condition.StringEquals)).toContain(`${issuerUrl.replace('https://', '')}:repository_id`);
  });

  test.each([
    'https://github.acme.example/_services/token',
    'https://gitlab.acme.example',
    'https://token.actions.githubusercontent.com.acme.example',
    'https://token.actions.a.b.ghe.com',
  ])('do not exist for the issuer %s', (issuerUrl) => {
    expect(() => publisher({ repositoryId: '456789', actor: 'octocat' }, { issuerUrl })).toThrow(
      `Shop/Publisher: claims has repositoryId, actor, but AWS has no condition keys for claims of ${issuerUrl.replace('https://', '')}, ` +
        'which is not GitHub.com. Remove claims, and restrict the subjects. [cdk-secure-repository:github-claims]',
    );
    expect(() => publisher(undefined, { issuerUrl })).not.toThrow();
  });

  test('count in the length of the trust policy', () => {
    const subjects = Array.from({ length: 20 }, (_, n) => GitHubSubject.branch(APP, `a-branch-${n + 10}`));
    expect(warningsOf(publisher(undefined, { subjects }))).toEqual([]);
    expect(warningsOf(publisher({ jobWorkflowRef: CALLED, workflow: 'x'.repeat(300) }, { subjects }))).toEqual([
      expect.stringContaining('long-trust-policy'),
    ]);
  });

  test('tokens are not judged', () => {
    const claims = {
      repositoryId: Fn.importValue('Id'),
      ref: Fn.importValue('Ref'),
      jobWorkflowRef: Fn.importValue('Workflow'),
      environment: `${Fn.importValue('Environment')}-*`,
    };
    expect(conditions(publisher(claims))).toEqual([
      {
        StringEquals: expect.objectContaining({ [`${ISSUER}:repository_id`]: { 'Fn::ImportValue': 'Id' } }),
        StringLike: { [`${ISSUER}:environment`]: { 'Fn::Join': ['', [{ 'Fn::ImportValue': 'Environment' }, '-*']] } },
      },
    ]);
  });
});

describe('bad input', () => {
  const id = '[cdk-secure-repository:github-claims]';
  test.each([
    [{ repository_id: '456789' }, 'claims has repository_id, but AWS has no condition key for such a claim of GitHub. Use repositoryId.'],
    [
      { runnerEnvironment: 'github-hosted' },
      'claims has runnerEnvironment, but AWS has no condition key for such a claim of GitHub. Use actor, actorId, enterpriseId, environment, ' +
        'jobWorkflowRef, ref, repository, repositoryId, repositoryOwnerId or workflow.',
    ],
    [{ constructor: 'x' }, 'claims has constructor, but AWS has no condition key for such a claim of GitHub.'],
    [{ projectId: '1' }, 'claims has projectId, but AWS has no condition key for such a claim of GitHub.'],
    [{ actor: '' }, 'claims.actor is "", but must be a string that is not empty. Omit the claim, or pass its value.'],
    [{ actor: null }, 'claims.actor is null, but must be a string that is not empty.'],
    [{ repositoryId: 456789 }, 'claims.repositoryId is 456789, but must be a string that is not empty.'],
    [{ ref: ['refs/heads/main'] }, 'claims.ref is ["refs/heads/main"], but must be a string that is not empty.'],
    [{ actor: 'octo*' }, 'claims.actor is "octo*", but must be the name of one user. Use "octocat", for example.'],
    [{ actorId: 'octocat' }, 'claims.actorId is "octocat", but must be an ID of digits. Use the output of gh api users/NAME --jq .id.'],
    [{ enterpriseId: '*' }, 'claims.enterpriseId is "*", but must be an ID of digits. Use the claim enterprise_id of a token.'],
    [{ environment: '*' }, 'claims.environment is "*", but must not consist of wildcards only, which IAM rejects. Omit the claim.'],
    [
      { environment: 'live-*?' },
      'claims.environment is "live-*?", but must not contain both ? and *, because IAM would interpret ? as a wildcard.',
    ],
    [
      { workflow: 'a${aws:username}' },
      'claims.workflow is "a${aws:username}", but must not contain ${, which begins a policy variable of IAM.',
    ],
    [{ ref: 'main' }, 'claims.ref is "main", but must be a full ref. Use "refs/heads/main" for a branch, or "refs/tags/main" for a tag.'],
    [{ ref: '*' }, 'claims.ref is "*", but must be a full ref. Use "refs/heads/*" for a branch, or "refs/tags/*" for a tag.'],
    [{ ref: 'refs/heads/a b' }, 'claims.ref is "refs/heads/a b", but must be a full ref. Use "refs/heads/main", for example.'],
    [
      { repository: 'my-org/*' },
      'claims.repository is "my-org/*", but must be owner/name of one repository, without IDs. Use "my-org/my-app", for example.',
    ],
    [{ repository: APP }, `claims.repository is "${APP}", but must be owner/name of one repository, without IDs.`],
    [
      { repositoryId: '4567*' },
      'claims.repositoryId is "4567*", but must be an ID of digits. Use the output of gh api repos/OWNER/NAME --jq .id.',
    ],
    [
      { repositoryOwnerId: 'my-org' },
      'claims.repositoryOwnerId is "my-org", but must be an ID of digits. Use the output of gh api users/OWNER --jq .id.',
    ],
    [{ repositoryId: `${Fn.importValue('Id')}*` }, 'claims.repositoryId is "<token>*", but must be an ID of digits.'],
  ])('%j', (claims: object, problem) => {
    expect(() => publisher(claims)).toThrow(`Shop/Publisher: ${problem}`);
    expect(() => publisher(claims)).toThrow(id);
  });

  const called = 'name a reusable workflow, its repository without IDs, and its full ref. Use';
  const oneFile = 'name one workflow file, without a wildcard or a CDK token before the @. Use * only in the ref.';
  test.each([
    ['publish.yml', called],
    ['my-org/workflows/publish.yml@refs/heads/main', called],
    ['my-org/workflows/.github/workflows/a/publish.yml@refs/heads/main', called],
    ['my-org/workflows/.github/workflows/publish.yml', called],
    ['my-org/workflows/.github/workflows/publish.yml@main', called],
    ['my-org/workflows/.github/workflows/publish.yml@v*', called],
    ['my-org/workflows/.github/workflows/publish.yml@3f9c2a1', called],
    ['my-org@1/workflows@2/.github/workflows/publish.yml@refs/heads/main', called],
    ['my-org/*/.github/workflows/publish.yml@refs/heads/main', oneFile],
    ['my-org/workflows/.github/workflows/*@refs/heads/main', oneFile],
    ['*', oneFile],
    [`${Fn.importValue('Repository')}/.github/workflows/publish.yml@refs/heads/*`, oneFile],
    [
      'my-org/workflows/.github/workflows/publish.yml@refs/${x}',
      'not contain ${, which begins a policy variable of IAM. Use another name.',
    ],
  ])('the reusable workflow %s', (jobWorkflowRef, problem) => {
    expect(() => publisher({ jobWorkflowRef })).toThrow(`, but must ${problem}`);
  });

  test.each([
    'my-org/workflows/.github/workflows/publish.yml@*',
    'my-org/workflows/.github/workflows/publish.yaml@refs/tags/v*',
    'my-org/.github/.github/workflows/publish images.yml@refs/heads/main',
    `my-org/workflows/.github/workflows/publish.yml@${'0a'.repeat(20)}`,
    'my-org/workflows/.github/workflows/publish.yml@refs/pull/1/merge',
  ])('the reusable workflow %s is none', (jobWorkflowRef) => {
    expect(() => publisher({ jobWorkflowRef })).not.toThrow();
  });

  test.each([[[]], ['x'], [null], [new Stack()]])('claims that are no object: %#', (claims: unknown) => {
    expect(() => publisher(claims as object)).toThrow(/^Shop\/Publisher: claims is .*, but must be an object with options\./);
  });
});

test.each([[{}], [{ repositoryId: undefined }], [new Map([['repositoryId', '456789']])]])(
  'claims without a value are an error, because the subjects would decide alone: %#',
  (claims) => {
    expect(() => publisher(claims)).toThrow(
      /^Shop\/Publisher: claims has .*, but must have at least one claim with a value, .*github-claims\]$/,
    );
  },
);

describe('a subject that names no repository', () => {
  const CUSTOM = GitHubSubject.custom('environment:production');
  const WORKFLOW = GitHubSubject.reusableWorkflow('my-org/workflows', '.github/workflows/publish.yml', 'refs/heads/main');

  test.each([
    [CUSTOM, 'environment:production'],
    [WORKFLOW, `job_workflow_ref:${CALLED}`],
  ])('is refused alone: %#', (subject, claim) => {
    const problem =
      `Shop/Publisher: subjects[1] is "${claim}", which matches jobs of every repository, but a subject must name a repository or its owner. ` +
      'Set claims.repositoryId, or use a subject that contains repo or repository_id. [cdk-secure-repository:github-subject-everyone]';
    expect(() => publisher(undefined, { subjects: [MAIN, subject] })).toThrow(problem);
    expect(() => publisher({ jobWorkflowRef: CALLED, actor: 'octocat', ref: 'refs/heads/main' }, { subjects: [MAIN, subject] })).toThrow(
      problem,
    );
  });

  test.each([{ repositoryId: '456789' }, { repository: 'my-org/my-app' }, { repositoryOwnerId: '123456' }, { enterpriseId: '77' }])(
    'is accepted beside %j',
    (claims) => {
      expect(() => publisher(claims, { subjects: [CUSTOM, WORKFLOW] })).not.toThrow();
    },
  );
});
