import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, aws_ecr as ecr, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BuildkiteClaims, BuildkitePublisher, BuildkiteSubject } from '../../src/index';
import { BuildkiteAdmission, buildkiteAdmits, BuildkiteJob, buildkiteToken } from '../oracle/buildkite/admits';
import { decide } from '../oracle/iam/decide';
import { Policy } from '../oracle/iam/policy';

const PROVIDER = 'arn:aws:iam::111122223333:oidc-provider/agent.buildkite.com';
const ROLE = 'arn:aws:iam::111122223333:role/publisher';
const SHA = '9f3182061f1e2cca4702c368cbc039b7dc9d4485';
const [ORGANIZATION, APP, CLUSTER, OTHER] = ['1', '2', '3', '4'].map((digit) => `0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1${digit}`);

/** A job of main, whose token has the ID of the pipeline. */
const JOB: BuildkiteJob = {
  organization: 'my-org',
  pipeline: 'my-app',
  branch: 'main',
  commit: SHA,
  stepKey: 'publish',
  ids: { organization_id: ORGANIZATION, pipeline_id: APP, cluster_id: CLUSTER },
  requested: ['pipeline_id'],
};
const tagged = (tag: string): BuildkiteJob => ({ ...JOB, branch: undefined, tag });
/** A step key cannot contain a slash; these can, so that nothing depends on it. */
const FORGED = `x:ref:refs/heads/main:commit:${SHA}:step:publish`;

const JOBS = {
  main: JOB,
  'main, with every claim': { ...JOB, requested: ['organization_id', 'pipeline_id', 'cluster_id', 'cluster_name'] },
  'main, without requested claims': { ...JOB, requested: [] },
  'main, without a step key': { ...JOB, stepKey: undefined },
  'main at HEAD': { ...JOB, commit: 'HEAD' },
  'main at a short commit': { ...JOB, commit: '9f31820' },
  dev: { ...JOB, branch: 'dev' },
  main2: { ...JOB, branch: 'main2' },
  'a branch in main/': { ...JOB, branch: 'main/x' },
  'release/1': { ...JOB, branch: 'release/1' },
  'release/evil/main': { ...JOB, branch: 'release/evil/main' },
  'release-1': { ...JOB, branch: 'release-1' },
  v1: tagged('v1'),
  v10: tagged('v10'),
  'a tag named main': tagged('main'),
  'a tag named release/1': tagged('release/1'),
  'a branch named v1': { ...JOB, branch: 'v1' },
  'a branch named refs/tags/v1': { ...JOB, branch: 'refs/tags/v1' },
  'main of a fork': { ...JOB, fork: 'somebody' },
  'main of a fork, prefixed': { ...JOB, fork: 'somebody', prefixesForks: true },
  'main of a fork of a user named main, prefixed': { ...JOB, fork: 'main', prefixesForks: true },
  'commit of a fork of a user named main, prefixed': { ...JOB, fork: 'main', branch: 'commit', prefixesForks: true },
  'the same with a crafted step key': {
    ...JOB,
    fork: 'main',
    branch: 'commit',
    prefixesForks: true,
    stepKey: `commit:HEAD:step:commit:${SHA}:step:publish`,
  },
  'commit of a fork of a user named v1, prefixed': { ...JOB, fork: 'v1', branch: 'commit', prefixesForks: true },
  'a fork of a user named release-1, prefixed': { ...JOB, fork: 'release-1', prefixesForks: true },
  'release/1 of a fork, prefixed': { ...JOB, fork: 'somebody', branch: 'release/1', prefixesForks: true },
  'another pipeline': { ...JOB, pipeline: 'other', ids: { ...JOB.ids, pipeline_id: OTHER } },
  'a pipeline whose slug goes on': { ...JOB, pipeline: 'my-app-2', ids: { ...JOB.ids, pipeline_id: OTHER } },
  'the slug, used again': { ...JOB, ids: { ...JOB.ids, pipeline_id: OTHER } },
  'the pipeline, renamed': { ...JOB, pipeline: 'new-name' },
  'another organization': { ...JOB, organization: 'other', ids: { ...JOB.ids, organization_id: OTHER, pipeline_id: OTHER } },
  'the slug of the organization, used again': { ...JOB, ids: { organization_id: OTHER, pipeline_id: OTHER, cluster_id: OTHER } },
  'another cluster': { ...JOB, ids: { ...JOB.ids, cluster_id: OTHER }, cluster: 'other', requested: ['cluster_id', 'cluster_name'] },
  'a crafted step key on dev': { ...JOB, branch: 'dev', stepKey: FORGED },
  'a crafted step key in another pipeline': { ...JOB, pipeline: 'other', stepKey: `organization:my-org:pipeline:my-app:ref:${FORGED}` },
  'a crafted branch': { ...JOB, branch: 'x/refs/heads/main' },
  'the ID as subject': { ...JOB, subject: 'pipeline_id' },
  'the ID as subject on dev': { ...JOB, subject: 'pipeline_id', branch: 'dev' },
  'the ID as subject of v1': { ...tagged('v1'), subject: 'pipeline_id' },
  'the ID as subject of main of a fork': { ...JOB, subject: 'pipeline_id', fork: 'somebody' },
  'the ID as subject of main of a fork, prefixed': { ...JOB, subject: 'pipeline_id', fork: 'somebody', prefixesForks: true },
  'the ID of another pipeline as subject': { ...JOB, subject: 'pipeline_id', ids: { ...JOB.ids, pipeline_id: OTHER } },
  'the ID of the organization as subject': { ...JOB, subject: 'organization_id' },
  'the ID of the cluster as subject': { ...JOB, subject: 'cluster_id' },
} satisfies { [name: string]: BuildkiteJob };
type Name = keyof typeof JOBS;
const names = Object.keys(JOBS) as Name[];

const ON_MAIN: Name[] = [
  'main',
  'main, with every claim',
  'main, without requested claims',
  'main, without a step key',
  'main at HEAD',
  'main of a fork',
  'the slug, used again',
  'the slug of the organization, used again',
  'another cluster',
];
const PINNED: Name[] = ['main', 'main, with every claim', 'main, without a step key', 'main at HEAD', 'main of a fork'];
const BY_ID: Name[] = ['the ID as subject', 'the ID as subject of main of a fork'];
const of =
  (kind: 'branch' | 'tag') =>
  (name: string, pipeline = 'my-app', organization = 'my-org') =>
    ({ kind, organization, pipeline, name }) as const;
const [branch, tag] = [of('branch'), of('tag')];
const id = (pipelineId: string) => ({ kind: 'pipelineId', id: pipelineId }) as const;

const PUBLISHERS: [title: string, subjects: BuildkiteAdmission['subjects'], claims: BuildkiteClaims | undefined, letIn: Name[]][] = [
  ['main', [branch('main')], undefined, ON_MAIN],
  ['main of the pipeline', [branch('main')], { pipelineId: APP }, PINNED],
  ['main of the organization', [branch('main')], { organizationId: ORGANIZATION }, ['main, with every claim']],
  ['main on a cluster', [branch('main')], { clusterId: OTHER }, ['another cluster']],
  ['main on a cluster by its name', [branch('main')], { clusterName: 'default' }, ['main, with every claim']],
  ['main by the slugs', [branch('main')], { organizationSlug: 'my-org', pipelineSlug: 'my-app', buildBranch: 'main' }, ON_MAIN],
  ['main of another slug', [branch('main')], { pipelineSlug: 'other' }, []],
  ['main of another pipeline', [branch('main', 'other')], undefined, ['another pipeline', 'a crafted step key in another pipeline']],
  ['main of another organization', [branch('main', 'my-app', 'other')], undefined, ['another organization']],
  ['main of the renamed pipeline', [branch('main', 'new-name')], { pipelineId: APP }, ['the pipeline, renamed']],
  ['releases', [branch('release/*')], undefined, ['release/1', 'release/evil/main']],
  ['releases with a hyphen', [branch('release-*')], undefined, ['release-1', 'a fork of a user named release-1, prefixed']],
  ['one release', [branch('release/1')], undefined, ['release/1']],
  ['a branch named v1', [branch('v1')], undefined, ['a branch named v1']],
  ['a version', [tag('v1')], undefined, ['v1']],
  ['versions', [tag('v*')], { pipelineId: APP }, ['v1', 'v10']],
  ['a tag and a branch that does not fit', [tag('v1')], { buildBranch: 'main' }, []],
  ['main and versions', [branch('main'), tag('v*')], { pipelineId: APP }, [...PINNED, 'v1', 'v10']],
  ['main by the ID', [id(APP)], { buildBranch: 'main' }, BY_ID],
  [
    'main by the ID, without a fork, which has a prefix',
    [id(APP)],
    { buildBranch: 'somebody:main' },
    ['the ID as subject of main of a fork, prefixed'],
  ],
  [
    'every branch by the ID',
    [id(APP)],
    { pipelineId: APP },
    [...BY_ID, 'the ID as subject on dev', 'the ID as subject of v1', 'the ID as subject of main of a fork, prefixed'],
  ],
  ['another ID', [id(OTHER)], undefined, ['the ID of another pipeline as subject']],
  ['main by the ID or the slug', [id(APP), branch('main')], { buildBranch: 'main' }, [...ON_MAIN, ...BY_ID]],
];

describe.each(PUBLISHERS)('a publisher for %s', (_title, subjects, claims, letIn) => {
  const made = subjects.map((subject) =>
    subject.kind === 'pipelineId'
      ? BuildkiteSubject.pipelineId(subject.id)
      : BuildkiteSubject[subject.kind](subject.organization, subject.pipeline, subject.name),
  );
  const trust = () => {
    const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
    new BuildkitePublisher(stack, 'Publisher', {
      repositories: [ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api')],
      subjects: made,
      claims,
      oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'Buildkite', PROVIDER),
    });
    const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    return Policy.ofResource('trust', role.Properties.AssumeRolePolicyDocument);
  };
  const letsIn = (policy: Policy, token: Readonly<Record<string, string | undefined>>) => {
    const context = Object.fromEntries(Object.entries(token).map(([claim, value]) => [`agent.buildkite.com:${claim}`, value]));
    const principal = { type: 'federated', provider: PROVIDER } as const;
    return decide({ principal, action: 'sts:AssumeRoleWithWebIdentity', resource: ROLE, context }, { resourcePolicy: policy }).allowed;
  };
  const sorted = names.filter((name) => letIn.includes(name));

  test('lets in these jobs and no other, by its trust policy', () => {
    const policy = trust();
    const letInWith = (aud: string | undefined) => names.filter((name) => letsIn(policy, { ...buildkiteToken(JOBS[name]), aud }));
    expect(letInWith('sts.amazonaws.com')).toEqual(sorted);
    for (const aud of ['https://buildkite.com/my-org', 'api://AzureADTokenExchange', undefined]) expect(letInWith(aud)).toEqual([]);
  });

  test('is meant to let in these jobs and no other', () => {
    const inToken = Object.entries(claims ?? {}).map(([name, value]) => [name.replace(/([A-Z])/g, '_$1').toLowerCase(), value as string]);
    const meant = { subjects, claims: Object.fromEntries(inToken) as Record<string, string> };
    expect(names.filter((name) => buildkiteAdmits(meant, JOBS[name]))).toEqual(sorted);
  });
});

test('the table has at least 300 decisions, and the page counts its pairs', () => {
  expect(PUBLISHERS.length * names.length).toBeGreaterThan(1000);
  const page = readFileSync(join(__dirname, '../../docs/pipelines/buildkite.md'), 'utf8');
  expect(page).toContain(`${PUBLISHERS.length} publishers for ${names.length} jobs`);
});
