import { App, aws_ecr as ecr, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { CircleCiPublisher, CircleCiSubject } from '../../src/index';
import { CircleCiAdmission, circleCiAdmits, circleCiIssuer, CircleCiJob, circleCiSubject } from '../oracle/circleci/admits';
import { decide } from '../oracle/iam/decide';
import { Policy } from '../oracle/iam/policy';

const ORGANIZATION = '4d5e6f70-8192-4a31-9d2e-3f4a5b6c7d8e';
const OTHER_ORGANIZATION = 'a0b1c2d3-e4f5-4a6b-8c7d-9e0f1a2b3c4d';
const PROJECT = '3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d';
const OTHER_PROJECT = '7f8e9d0c-1b2a-4394-a5b6-c7d8e9f0a1b2';
const ORIGIN = 'github.com/my-org/my-app';
const FORK = 'github.com/somebody/my-app';
const ROLE = 'arn:aws:iam::111122223333:role/publisher';

/** A job of main. */
const RUN: CircleCiJob = {
  organization: ORGANIZATION,
  project: PROJECT,
  user: '58bd21dd-34fd-4dfa-be1b-f8909fae9137',
  variable: 'CIRCLE_OIDC_TOKEN_V2',
  change: { origin: ORIGIN, ref: 'refs/heads/main' },
  audience: ORGANIZATION,
  hasProjectId: true,
};
const on = (ref: string, origin = ORIGIN): CircleCiJob => ({ ...RUN, change: { origin, ref } });

const JOBS = {
  main: RUN,
  'main, by another user': { ...RUN, user: '00000000-0000-0000-0000-000000000000' },
  'main, with the other token': { ...RUN, variable: 'CIRCLE_OIDC_TOKEN' },
  'main, without the claim': { ...RUN, hasProjectId: false },
  'main, with another audience': { ...RUN, audience: 'sts.amazonaws.com' },
  'main, with the root issuer': { ...RUN, rootIssuer: true },
  'main of another organization': { ...RUN, organization: OTHER_ORGANIZATION, audience: OTHER_ORGANIZATION },
  'main of another organization, with the audience of this one': { ...RUN, organization: OTHER_ORGANIZATION },
  'main of another project': { ...RUN, project: OTHER_PROJECT },
  'main of another project, with the other token': { ...RUN, project: OTHER_PROJECT, variable: 'CIRCLE_OIDC_TOKEN' },
  'main of another repository': on('refs/heads/main', 'github.com/my-org/other'),
  'main of a repository whose name goes on': on('refs/heads/main', `${ORIGIN}2`),
  'main of the same path on another host': on('refs/heads/main', 'gitlab.com/my-org/my-app'),
  'main of a host that ends alike': on('refs/heads/main', `example.com/${ORIGIN}`),
  dev: on('refs/heads/dev'),
  'a branch whose name goes on': on('refs/heads/main2'),
  'a branch below main': on('refs/heads/main/x'),
  'a branch that ends in main': on('refs/heads/x/main'),
  release: on('refs/heads/release/1'),
  'release with a slash': on('refs/heads/release/evil/x'),
  v1: on('refs/tags/v1'),
  'a tag named main': on('refs/tags/main'),
  'a branch named v1': on('refs/heads/v1'),
  'a pull request': on('refs/pull/7/head'),
  'a custom webhook': { ...RUN, change: undefined },
  'main of a fork': on('refs/heads/main', FORK),
  'main of a fork, with the other token': { ...on('refs/heads/main', FORK), variable: 'CIRCLE_OIDC_TOKEN' },
  'v1 of a fork': on('refs/tags/v1', FORK),
  'a branch of a fork that names the repository': on(`refs/heads/x/vcs-origin/${ORIGIN}/vcs-ref/refs/heads/main`, FORK),
  'a branch of a fork that names the whole subject': on(`refs/heads/${circleCiSubject(RUN)}`, FORK),
  'a branch that names the repository': on(`refs/heads/x/vcs-origin/${ORIGIN}/vcs-ref/refs/heads/main`),
  'a branch that names a ref': on('refs/heads/x/vcs-ref/refs/heads/main'),
  'a branch that names a tag': on('refs/heads/x/vcs-ref/refs/tags/v1'),
  'a branch of another project that names the repository': {
    ...on(`refs/heads/x/project/${PROJECT}/user/${RUN.user}/vcs-origin/${ORIGIN}/vcs-ref/refs/heads/main`, FORK),
    project: OTHER_PROJECT,
  },
} satisfies { [name: string]: CircleCiJob };
type Name = keyof typeof JOBS;
const names = Object.keys(JOBS) as Name[];

type Meant = CircleCiAdmission['subjects'][number];
const branch = (name: string, origin = ORIGIN, project = PROJECT): Meant => ({ kind: 'branch', project, origin, name });
const tag = (name: string, origin = ORIGIN): Meant => ({ kind: 'tag', project: PROJECT, origin, name });
const whole = (project = PROJECT): Meant => ({ kind: 'project', project });

const ON_MAIN: Name[] = ['main', 'main, by another user', 'main, without the claim'];
const OF_PROJECT = names.filter((name) => !/another organization|another audience|root issuer|another project/.test(name));
const CRAFTED: Name[] = ['a branch that names the repository', 'a branch that names a ref', 'a branch that names a tag'];

const PUBLISHERS: [title: string, subjects: Meant[], more: { projectId?: string; audience?: string }, letIn: Name[]][] = [
  ['main', [branch('main')], {}, ON_MAIN],
  ['main, with the claim', [branch('main')], { projectId: PROJECT }, ['main', 'main, by another user']],
  ['main, with another audience', [branch('main')], { audience: 'sts.amazonaws.com' }, ['main, with another audience']],
  ['main of another repository', [branch('main', 'github.com/my-org/other')], {}, ['main of another repository']],
  ['main of a fork', [branch('main', FORK)], {}, ['main of a fork']],
  ['main of another project', [branch('main', ORIGIN, OTHER_PROJECT)], {}, ['main of another project']],
  ['main of two projects', [branch('main'), branch('main', ORIGIN, OTHER_PROJECT)], {}, [...ON_MAIN, 'main of another project']],
  ['releases', [branch('release/*')], {}, ['release', 'release with a slash']],
  [
    'branches that begin with main',
    [branch('main*')],
    { projectId: PROJECT },
    ['main', 'main, by another user', 'a branch whose name goes on', 'a branch below main'],
  ],
  [
    'branches that end in main',
    [branch('*/main')],
    {},
    ['a branch that ends in main', 'a branch that names the repository', 'a branch that names a ref'],
  ],
  [
    'every branch',
    [branch('*')],
    {},
    [
      ...ON_MAIN,
      'dev',
      'a branch whose name goes on',
      'a branch below main',
      'a branch that ends in main',
      'release',
      'release with a slash',
      'a branch named v1',
      ...CRAFTED,
    ],
  ],
  ['a branch with a crafted name', [branch('x/vcs-ref/refs/heads/main')], {}, ['a branch that names a ref']],
  ['versions', [tag('v*')], {}, ['v1']],
  ['one version', [tag('v1')], { projectId: PROJECT }, ['v1']],
  ['every tag', [tag('*')], {}, ['v1', 'a tag named main']],
  ['main and versions', [branch('main'), tag('v*')], { projectId: PROJECT }, ['main', 'main, by another user', 'v1']],
  ['the project', [whole()], {}, OF_PROJECT],
  ['the project, with the claim', [whole()], { projectId: PROJECT }, OF_PROJECT.filter((name) => name !== 'main, without the claim')],
  ['another project', [whole(OTHER_PROJECT)], {}, names.filter((name) => name.includes('another project'))],
];

/** The subject of the library that means the same. */
function subjectFor(meant: Meant): CircleCiSubject {
  if (meant.kind === 'project') return CircleCiSubject.project(meant.project);
  return CircleCiSubject[meant.kind](meant.project, meant.origin, meant.name);
}

function trustOf({ organization, subjects, projectId, audience }: CircleCiAdmission): Policy {
  const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  new CircleCiPublisher(stack, 'Publisher', {
    repositories: [ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api')],
    organizationId: organization,
    subjects: subjects.map(subjectFor),
    claims: projectId === undefined ? undefined : { projectId },
    audience,
    oidcProvider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'CircleCI', providerArn(`oidc.circleci.com/org/${organization}`)),
  });
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  return Policy.ofResource('trust', role.Properties.AssumeRolePolicyDocument);
}

function providerArn(issuer: string): string {
  return `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
}

function letsIn(trust: Policy, job: CircleCiJob): boolean {
  const issuer = circleCiIssuer(job);
  const context = {
    [`${issuer}:sub`]: circleCiSubject(job),
    [`${issuer}:aud`]: job.audience,
    [`${issuer}:oidc.circleci.com/project-id`]: job.hasProjectId ? job.project : undefined,
  };
  const principal = { type: 'federated', provider: providerArn(issuer) } as const;
  return decide({ principal, action: 'sts:AssumeRoleWithWebIdentity', resource: ROLE, context }, { resourcePolicy: trust }).allowed;
}

describe.each(PUBLISHERS)('a publisher for %s', (_title, subjects, more, letIn) => {
  const meant: CircleCiAdmission = { organization: ORGANIZATION, subjects, ...more };
  const sorted = names.filter((name) => letIn.includes(name));

  test('lets in these jobs and no other, by its trust policy', () => {
    const trust = trustOf(meant);
    expect(names.filter((name) => letsIn(trust, JOBS[name]))).toEqual(sorted);
  });

  test('is meant to let in these jobs and no other', () => {
    expect(names.filter((name) => circleCiAdmits(meant, JOBS[name]))).toEqual(sorted);
  });
});

test('the table has at least 300 decisions, and each job differs from the others', () => {
  expect(PUBLISHERS.length * names.length).toBeGreaterThan(600);
  expect(new Set(Object.values(JOBS).map((job) => JSON.stringify(job))).size).toBe(names.length);
});

test('only a subject that names the fork or the whole project lets in a fork', () => {
  const letsInFork = PUBLISHERS.filter(([, , , letIn]) => letIn.some((name) => name.includes('fork'))).map(([title]) => title);
  expect(letsInFork).toEqual(['main of a fork', 'the project', 'the project, with the claim']);
});

test('the trust policy of the documentation would let in the crafted branch of a fork', () => {
  const sub = `org/${ORGANIZATION}/project/${PROJECT}/user/*/vcs-origin/${ORIGIN}/vcs-ref/refs/heads/main`;
  const issuer = `oidc.circleci.com/org/${ORGANIZATION}`;
  const documented = Policy.ofResource('trust', {
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: providerArn(issuer) },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${issuer}:aud`]: ORGANIZATION }, StringLike: { [`${issuer}:sub`]: sub } },
      },
    ],
  });
  expect(letsIn(documented, JOBS['a branch of a fork that names the repository'])).toBe(true);
  expect(
    letsIn(trustOf({ organization: ORGANIZATION, subjects: [branch('main')] }), JOBS['a branch of a fork that names the repository']),
  ).toBe(false);
});

test('the trust policies let in what they are meant to let in, whatever the name of a branch contains', () => {
  const decided = PUBLISHERS.map(([, subjects, more]) => ({ organization: ORGANIZATION, subjects, ...more })).map(
    (meant) => [meant, trustOf(meant)] as const,
  );
  const repository = `vcs-origin/${ORIGIN}/vcs-ref/refs`;
  const part = fc.constantFrom(
    'x',
    'main',
    'v1',
    'release',
    `user/${RUN.user}`,
    'vcs-ref/refs/heads',
    `${repository}/heads`,
    `${repository}/tags`,
  );
  const job = fc.record({
    organization: fc.constantFrom(ORGANIZATION, OTHER_ORGANIZATION),
    project: fc.constantFrom(PROJECT, OTHER_PROJECT),
    user: fc.uuid(),
    variable: fc.constantFrom('CIRCLE_OIDC_TOKEN', 'CIRCLE_OIDC_TOKEN_V2'),
    change: fc.record({
      origin: fc.constantFrom(ORIGIN, FORK, 'github.com/my-org/other'),
      ref: fc
        .tuple(fc.constantFrom('refs/heads', 'refs/tags'), fc.array(part, { minLength: 1, maxLength: 4 }))
        .map(([kind, parts]) => [kind, ...parts].join('/')),
    }),
    audience: fc.constantFrom(ORGANIZATION, 'sts.amazonaws.com'),
    hasProjectId: fc.boolean(),
  } satisfies { [member in keyof CircleCiJob]: fc.Arbitrary<CircleCiJob[member]> });
  fc.assert(
    fc.property(job, (one) => {
      for (const [meant, trust] of decided) {
        expect([meant.subjects, letsIn(trust, one)]).toEqual([meant.subjects, circleCiAdmits(meant, one)]);
      }
    }),
    { numRuns: 500 },
  );
});
