import { App, aws_ecr as ecr, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GitHubClaims, GitHubPublisher, GitHubSubject } from '../../src/index';
import { Admission, admits, Meant } from '../oracle/github/admits';
import { factsOf, Job, subjectOf } from '../oracle/github/job';
import { decide } from '../oracle/iam/decide';
import { Policy } from '../oracle/iam/policy';

const ISSUER = 'token.actions.githubusercontent.com';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
const ROLE = 'arn:aws:iam::111122223333:role/publisher';

const BY_ID = 'my-org@123456/my-app@456789';
const BY_NAME = 'my-org/my-app';
const SHARED = 'my-org/workflows/.github/workflows/publish.yml';

/** A run of the repository's own workflow on main, in a repository with IDs in its subject. */
const RUN: Job = {
  owner: 'my-org',
  ownerId: '123456',
  name: 'my-app',
  repositoryId: '456789',
  immutable: true,
  event: 'push',
  ref: 'refs/heads/main',
  workflow: 'publish',
  file: 'my-org/my-app/.github/workflows/publish.yml@refs/heads/main',
  actor: 'octocat',
  actorId: '583231',
  enterpriseId: '77',
};
const NAMED: Job = { ...RUN, immutable: false };
const FORK: Job = {
  ...RUN,
  owner: 'somebody',
  ownerId: '900',
  name: 'my-app',
  repositoryId: '901',
  actor: 'somebody',
  actorId: '900',
  enterpriseId: undefined,
};
const SHARED_MAIN = `${SHARED}@refs/heads/main`;
const BY_WORKFLOW = ['job_workflow_ref'];

/** Jobs by what is special of them. */
const JOBS = {
  main: RUN,
  'main, by name': NAMED,
  dev: { ...RUN, ref: 'refs/heads/dev' },
  release: { ...RUN, ref: 'refs/heads/release/1' },
  'release with a slash': { ...RUN, ref: 'refs/heads/release/evil/x' },
  main2: { ...RUN, ref: 'refs/heads/main2' },
  'a branch that ends in main': { ...RUN, ref: 'refs/heads/x/refs/heads/main' },
  'the merge queue': { ...RUN, ref: 'refs/heads/gh-readonly-queue/main/pr-1-abc' },
  v1: { ...RUN, ref: 'refs/tags/v1' },
  'v1, by name': { ...NAMED, ref: 'refs/tags/v1' },
  'a tag named main': { ...RUN, ref: 'refs/tags/main' },
  'a pull request': { ...RUN, event: 'pull_request', ref: 'refs/pull/1/merge' },
  'production on main': { ...RUN, environment: 'production' },
  'production on dev': { ...RUN, environment: 'production', ref: 'refs/heads/dev' },
  'production in a pull request': { ...RUN, environment: 'production', event: 'pull_request', ref: 'refs/pull/1/merge' },
  'staging on main': { ...RUN, environment: 'staging' },
  'an environment with a colon': { ...RUN, environment: 'Production:V1' },
  'an environment that looks like a repository': { ...FORK, environment: 'x:repo:my-org@123456/my-app@456789' },
  'shared workflow on main': { ...RUN, file: SHARED_MAIN },
  'shared workflow, by name': { ...NAMED, file: SHARED_MAIN },
  'shared workflow on a tag': { ...RUN, file: `${SHARED}@refs/tags/v2` },
  'shared workflow on dev': { ...RUN, file: `${SHARED}@refs/heads/dev` },
  'shared workflow, dev run': { ...RUN, ref: 'refs/heads/dev', file: SHARED_MAIN },
  'shared workflow, production': { ...RUN, environment: 'production', file: SHARED_MAIN },
  'another shared workflow': { ...RUN, file: 'my-org/workflows/.github/workflows/lint.yml@refs/heads/main' },
  'a branch that ends like a workflow': {
    ...RUN,
    file: 'my-org/workflows/.github/workflows/lint.yml@refs/heads/publish.yml@refs/heads/main',
  },
  'a workflow of another owner': { ...RUN, file: 'somebody/workflows/.github/workflows/publish.yml@refs/heads/main' },
  'subject of the workflow': { ...RUN, file: SHARED_MAIN, template: BY_WORKFLOW },
  'subject of the workflow, another repository': { ...RUN, name: 'other', repositoryId: '2', file: SHARED_MAIN, template: BY_WORKFLOW },
  'subject of the workflow, another owner': { ...FORK, file: SHARED_MAIN, template: BY_WORKFLOW },
  'subject of the workflow on a tag': { ...RUN, file: `${SHARED}@refs/tags/v2`, template: BY_WORKFLOW },
  'subject with repo and workflow': { ...RUN, file: SHARED_MAIN, template: ['repo', 'job_workflow_ref'] },
  'subject with repo and workflow, a fork': { ...FORK, file: SHARED_MAIN, template: ['repo', 'job_workflow_ref'] },
  'subject with repo, context and workflow': {
    ...RUN,
    environment: 'production',
    file: SHARED_MAIN,
    template: ['repo', 'context', 'job_workflow_ref'],
  },
  'subject of the owner': { ...RUN, template: ['repository_owner'] },
  'subject of the owner, a fork': { ...FORK, template: ['repository_owner'] },
  'subject of the ID': { ...RUN, template: ['repository_id'] },
  'subject of the ID, a fork': { ...FORK, template: ['repository_id'] },
  'subject of the environment': { ...RUN, environment: 'production', template: ['environment'] },
  'subject of the environment, a fork': { ...FORK, environment: 'production', template: ['environment'] },
  'a fork': FORK,
  'a fork, by name': { ...FORK, immutable: false },
  'a fork with production': { ...FORK, environment: 'production' },
  'a fork with the shared workflow': { ...FORK, file: SHARED_MAIN },
  'the name, registered again': { ...RUN, ownerId: '999', repositoryId: '998' },
  'the name, registered again, by name': { ...NAMED, ownerId: '999', repositoryId: '998' },
  'another repository of the owner': { ...RUN, name: 'other', repositoryId: '2' },
  'an owner whose name goes on': { ...RUN, owner: 'my-org2', ownerId: '5' },
  'another actor': { ...RUN, actor: 'hubot', actorId: '2' },
  'a bot': { ...RUN, actor: 'dependabot[bot]', actorId: '49699333' },
  'another workflow': { ...RUN, workflow: 'lint' },
  'another enterprise': { ...RUN, enterpriseId: '78' },
  'no enterprise': { ...RUN, enterpriseId: undefined },
  'no repository_id': { ...RUN, without: ['repository_id'] },
  'no job_workflow_ref': { ...RUN, without: ['job_workflow_ref'] },
  'no claims but the subject': {
    ...RUN,
    without: [
      'actor',
      'actor_id',
      'enterprise_id',
      'job_workflow_ref',
      'ref',
      'repository',
      'repository_id',
      'repository_owner_id',
      'workflow',
    ],
  },
} satisfies { [name: string]: Job };
type Name = keyof typeof JOBS;

/** Runs of main by any file, actor and workflow, with every claim. */
const ON_MAIN: Name[] = [
  'main',
  'shared workflow on main',
  'shared workflow on a tag',
  'shared workflow on dev',
  'another shared workflow',
  'a branch that ends like a workflow',
  'a workflow of another owner',
  'another actor',
  'a bot',
  'another workflow',
  'another enterprise',
  'no enterprise',
  'no repository_id',
  'no job_workflow_ref',
  'no claims but the subject',
];
const except = (...names: Name[]) => ON_MAIN.filter((name) => !names.includes(name));

const branch = (name: string, repository = BY_ID): Meant => ({ kind: 'branch', repository, name });
const tag = (name: string, repository = BY_ID): Meant => ({ kind: 'tag', repository, name });
const environment = (name: string, repository = BY_ID): Meant => ({ kind: 'environment', repository, name });
const custom = (text: string): Meant => ({ kind: 'custom', text });
const workflow = (ref: string, calledFrom?: string): Meant => ({ kind: 'reusableWorkflow', file: `${SHARED}@${ref}`, calledFrom });

/** Publishers, and the jobs that they let in. */
const PUBLISHERS: [title: string, subjects: Meant[], claims: GitHubClaims | undefined, letIn: Name[]][] = [
  ['main', [branch('main')], undefined, ON_MAIN],
  [
    'main, by name',
    [branch('main', BY_NAME)],
    undefined,
    ['main, by name', 'shared workflow, by name', 'the name, registered again, by name'],
  ],
  ['main, by name, with the ID', [branch('main', BY_NAME)], { repositoryId: '456789' }, ['main, by name', 'shared workflow, by name']],
  [
    'main, by name, with the owner',
    [branch('main', BY_NAME)],
    { repositoryOwnerId: '123456' },
    ['main, by name', 'shared workflow, by name'],
  ],
  ['main with the ID', [branch('main')], { repositoryId: '456789' }, except('no repository_id', 'no claims but the subject')],
  ['main with an ID of another', [branch('main')], { repositoryId: '2' }, []],
  ['main with the repository', [branch('main')], { repository: BY_NAME }, except('no claims but the subject')],
  ['main in the shared workflow', [branch('main')], { jobWorkflowRef: SHARED_MAIN }, ['shared workflow on main']],
  [
    'main in the shared workflow on any ref',
    [branch('main')],
    { jobWorkflowRef: `${SHARED}@*` },
    ['shared workflow on main', 'shared workflow on a tag', 'shared workflow on dev'],
  ],
  [
    'main in the shared workflow on a version',
    [branch('main')],
    { jobWorkflowRef: `${SHARED}@refs/tags/v*` },
    ['shared workflow on a tag'],
  ],
  [
    'any branch in the shared workflow',
    [branch('*')],
    { jobWorkflowRef: SHARED_MAIN },
    ['shared workflow on main', 'shared workflow, dev run'],
  ],
  ['main by an actor', [branch('main')], { actor: 'octocat' }, except('another actor', 'a bot', 'no claims but the subject')],
  ['main by a bot', [branch('main')], { actor: 'dependabot[bot]' }, ['a bot']],
  ['main by the ID of an actor', [branch('main')], { actorId: '2' }, ['another actor']],
  ['main in a workflow', [branch('main')], { workflow: 'pub*' }, except('another workflow', 'no claims but the subject')],
  ['main in an enterprise', [branch('main')], { enterpriseId: '78' }, ['another enterprise']],
  [
    'main with all claims',
    [branch('main')],
    { repositoryId: '456789', actorId: '583231', workflow: 'publish', jobWorkflowRef: SHARED_MAIN, enterpriseId: '77' },
    ['shared workflow on main'],
  ],
  ['main with an environment, which has another subject', [branch('main')], { environment: 'production' }, []],
  ['releases', [branch('release/*')], undefined, ['release', 'release with a slash']],
  ['releases with a narrower ref', [branch('release/*')], { ref: 'refs/heads/release/1' }, ['release']],
  ['versions', [tag('v*')], undefined, ['v1']],
  ['versions, by both forms', [tag('v*'), tag('v*', BY_NAME)], undefined, ['v1', 'v1, by name']],
  [
    'main and versions in the own workflow',
    [branch('main'), tag('v*')],
    {
      jobWorkflowRef: 'my-org/my-app/.github/workflows/publish.yml@refs/heads/main',
      actorId: '583231',
      repositoryId: '456789',
      workflow: 'publish',
      enterpriseId: '77',
    },
    ['main', 'v1'],
  ],
  [
    'an environment',
    [environment('production')],
    undefined,
    ['production on main', 'production on dev', 'production in a pull request', 'shared workflow, production'],
  ],
  [
    'an environment on main',
    [environment('production')],
    { ref: 'refs/heads/main' },
    ['production on main', 'shared workflow, production'],
  ],
  [
    'an environment on any branch, and the claim',
    [environment('*')],
    { environment: 'prod*', ref: 'refs/heads/*' },
    // a * also matches what a customized subject appends
    ['production on main', 'production on dev', 'shared workflow, production', 'subject with repo, context and workflow'],
  ],
  ['an environment with a colon', [environment('Production:V1')], { environment: 'Production:V1' }, ['an environment with a colon']],
  ['pull requests', [{ kind: 'pullRequest', repository: BY_ID }], undefined, ['a pull request']],
  ['pull requests of a ref', [{ kind: 'pullRequest', repository: BY_ID }], { ref: 'refs/pull/*' }, ['a pull request']],
  ['the workflow, called from one repository', [workflow('refs/heads/main')], { repositoryId: '456789' }, ['subject of the workflow']],
  [
    'the workflow, called from one owner',
    [workflow('refs/heads/main')],
    { repositoryOwnerId: '123456' },
    ['subject of the workflow', 'subject of the workflow, another repository'],
  ],
  [
    'the workflow on any ref',
    [workflow('refs/*')],
    { repository: BY_NAME },
    ['subject of the workflow', 'subject of the workflow on a tag'],
  ],
  ['the workflow and its caller', [workflow('refs/heads/main', BY_ID)], undefined, ['subject with repo and workflow']],
  ['the workflow of versions and its caller', [workflow('refs/tags/*', BY_ID)], undefined, []],
  [
    'repo, context and workflow',
    [custom(`repo:${BY_ID}:environment:production:job_workflow_ref:${SHARED_MAIN}`)],
    undefined,
    ['subject with repo, context and workflow'],
  ],
  [
    'repo, any context, and workflow',
    [custom(`repo:${BY_ID}:*:job_workflow_ref:${SHARED_MAIN}`)],
    undefined,
    ['subject with repo, context and workflow'],
  ],
  ['the owner', [custom('repository_owner:my-org')], undefined, ['subject of the owner']],
  ['the ID', [custom('repository_id:456789')], undefined, ['subject of the ID']],
  ['the environment of one repository', [custom('environment:production')], { repositoryId: '456789' }, ['subject of the environment']],
];

/** The subject of the library that means the same. */
function subjectFor(meant: Meant): GitHubSubject {
  switch (meant.kind) {
    case 'pullRequest':
      return GitHubSubject.pullRequest(meant.repository);
    case 'custom':
      return GitHubSubject.custom(meant.text);
    case 'reusableWorkflow':
      return GitHubSubject.reusableWorkflow('my-org/workflows', '.github/workflows/publish.yml', meant.file.split('@')[1], {
        calledFrom: meant.calledFrom,
      });
    default:
      return GitHubSubject[meant.kind](meant.repository, meant.name);
  }
}

function trustOf(subjects: Meant[], claims?: GitHubClaims): Policy {
  const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  new GitHubPublisher(stack, 'Publisher', {
    repositories: [ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api')],
    subjects: subjects.map(subjectFor),
    claims,
    oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'GitHub', PROVIDER),
  });
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  return Policy.ofResource('trust', role.Properties.AssumeRolePolicyDocument);
}

/** The keys of AWS for the claims of GitHub. */
const KEYS = [
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'repository_owner_id',
  'workflow',
];

function letsIn(trust: Policy, job: Job, audience = 'sts.amazonaws.com'): boolean {
  const facts = factsOf(job);
  const context = Object.fromEntries([
    [`${ISSUER}:sub`, subjectOf(job)],
    [`${ISSUER}:aud`, audience],
    ...KEYS.map((key) => [`${ISSUER}:${key}`, facts[key]]),
  ]) as Record<string, string | undefined>;
  const principal = { type: 'federated', provider: PROVIDER } as const;
  return decide({ principal, action: 'sts:AssumeRoleWithWebIdentity', resource: ROLE, context }, { resourcePolicy: trust }).allowed;
}

const names = Object.keys(JOBS) as Name[];
const sorted = (letIn: readonly Name[]) => names.filter((name) => letIn.includes(name));

describe.each(PUBLISHERS)('a publisher for %s', (_title, subjects, claims, letIn) => {
  const trust = trustOf(subjects, claims);

  test('lets in these jobs and no other, by its trust policy', () => {
    expect(names.filter((name) => letsIn(trust, JOBS[name]))).toEqual(sorted(letIn));
  });

  test('is meant to let in these jobs and no other', () => {
    const inToken = Object.entries(claims ?? {}).map(([name, value]) => [name.replace(/([A-Z])/g, '_$1').toLowerCase(), value as string]);
    const meant: Admission = { subjects, claims: Object.fromEntries(inToken) as Record<string, string> };
    expect(names.filter((name) => admits(meant, JOBS[name]))).toEqual(sorted(letIn));
  });

  test('lets in no job with another audience', () => {
    expect(names.filter((name) => letsIn(trust, JOBS[name], 'https://github.com/my-org'))).toEqual([]);
  });
});

test('the table has at least 300 decisions, and each job differs from the others', () => {
  expect(PUBLISHERS.length * names.length).toBeGreaterThan(2000);
  expect(new Set(Object.values(JOBS).map((job) => JSON.stringify([subjectOf(job), factsOf(job)]))).size).toBe(names.length);
});

test('every job that is of the repository is let in by some publisher, and no fork by any', () => {
  const letIn = new Set(PUBLISHERS.flatMap(([, , , jobs]) => jobs));
  expect(names.filter((name) => /fork|another owner|goes on|looks like/.test(name) && letIn.has(name))).toEqual([
    'a workflow of another owner',
  ]);
});
