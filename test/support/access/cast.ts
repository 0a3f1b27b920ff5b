import { AWAY, HOME, membership, OTHER_UNIT, STRANGER } from './accounts';
import ecrActions from '../../data/ecr-actions.json';
import { accountOf } from '../iam/arn';
import { Context } from '../iam/context';
import { Probe, Questions, withEachKeyAbsent } from '../iam/matrix';
import { Material } from '../iam/mutation/material';

export const ACTIONS: readonly string[] = [...ecrActions.repository, ...ecrActions.registry].sort();

/** The name of the repository that everything is granted on; others have names close to it. */
export const REPOSITORY_NAME = 'team/app';

export const THIS_REPOSITORY = 'this repository';

/** A service that nothing is granted to. */
const OTHER_SERVICE = 'sns.amazonaws.com';

/** The repository, what lies near it, and `*`, by name. */
export function resourcesAround(repositoryArn: string): Readonly<Record<string, string>> {
  const [, partition, , region, account] = repositoryArn.split(':');
  const near = {
    'a repository with a longer name': `${repositoryArn}2`,
    'a repository beside it': repositoryArn.replace(/[^/]*$/, 'other'),
    'the same name in another Region': repositoryArn.replace(region, `${region}9`),
    'the same name in account 222222222222': repositoryArn.replace(account, AWAY.account),
    'the same name in account 333333333333': repositoryArn.replace(account, STRANGER.account),
    'the same name in another partition': repositoryArn.replace(`:${partition}:`, ':aws-iso:'),
  };
  const others = Object.entries(near).filter(([, arn]) => arn !== repositoryArn);
  return { [THIS_REPOSITORY]: repositoryArn, ...Object.fromEntries(others), '*': '*' };
}

/** A role or a user as it calls: with what AWS says about its organization, and the tag of its team. */
export function identityProbe(name: string, arn: string, more: Context = {}): Probe {
  const type = arn.includes(':user/') ? 'user' : 'role';
  return { name, caller: { type, arn }, context: { ...membership(accountOf(arn)!), ...more } };
}

/** Who asks beside the grantee; nobody of them is granted anything, unless a grant is to a whole account, organization or service. */
export function bystanders(partition: string, region: string): Probe[] {
  const arnOf = (service: string, account: string, resource: string, at = region) =>
    `arn:${partition}:${service}:${at}:${account}:${resource}`;
  const service = (name: string, arn: string): Probe => ({
    name,
    caller: { type: 'service', name: `${arn.split(':')[2]}.amazonaws.com` },
    context: sourceOf(arn),
  });
  const role = (account: string) => `arn:${partition}:iam::${account}:role/team/neighbour`;
  const web = arnOf('lambda', HOME.account, 'function:web');
  const awayWeb = arnOf('lambda', AWAY.account, 'function:web');
  const build = arnOf('codebuild', HOME.account, 'project/build');
  const nightly = arnOf('events', HOME.account, 'rule/nightly');
  return [
    ...withEachKeyAbsent(identityProbe('a neighbour at home', role(HOME.account))),
    ...withEachKeyAbsent(identityProbe('a neighbour in the other account', role(AWAY.account))),
    identityProbe('a user at home', `arn:${partition}:iam::${HOME.account}:user/bystander`),
    identityProbe('somebody of another unit', role(OTHER_UNIT.account)),
    identityProbe('a stranger', role(STRANGER.account)),
    { name: 'an anonymous caller', caller: { type: 'anonymous' } },
    ...withEachKeyAbsent(service('a function at home', web)),
    service('a function with a longer name', `${web}2`),
    service('a function in another Region', web.replace(region, `${region}9`)),
    ...withEachKeyAbsent(service('a function in the other account', awayWeb)),
    service('a function of the other account in another Region', awayWeb.replace(region, `${region}9`)),
    service("a stranger's function", arnOf('lambda', STRANGER.account, 'function:web')),
    ...withEachKeyAbsent(service('a project at home', build)),
    service('a project with a longer name', `${build}2`),
    service('a project beside it', arnOf('codebuild', HOME.account, 'project/other')),
    service('a project in another Region', build.replace(region, `${region}9`)),
    service('a project in the other account', arnOf('codebuild', AWAY.account, 'project/build')),
    ...withEachKeyAbsent(service('a rule at home', nightly)),
    service('a rule with a longer name', `${nightly}2`),
    service('a rule beside it', arnOf('events', HOME.account, 'rule/other')),
    service('a rule in another Region', nightly.replace(region, `${region}9`)),
    service("a stranger's rule", arnOf('events', STRANGER.account, 'rule/nightly')),
    ...sourceImpostors('a function at home', web, role(STRANGER.account)),
    ...sourceImpostors('a function in the other account', awayWeb, role(STRANGER.account)),
    ...sourceImpostors('a project at home', build, role(STRANGER.account)),
    ...sourceImpostors('a rule at home', nightly, role(STRANGER.account)),
  ];
}

/** What a service says about the resource that it acts for. */
function sourceOf(arn: string): Context {
  return { 'aws:SourceArn': arn, 'aws:SourceAccount': accountOf(arn) };
}

/**
 * Requests that AWS never makes: somebody else under the source of a service, and a source of two accounts. Whoever of them
 * gets through shows that two guards have become one.
 */
function sourceImpostors(source: string, arn: string, stranger: string): Probe[] {
  const service = (name: string, caller: string, context: Context = {}): Probe => ({
    name,
    caller: { type: 'service', name: caller },
    context: { ...sourceOf(arn), ...context },
  });
  const own = `${arn.split(':')[2]}.amazonaws.com`;
  return [
    identityProbe(`a stranger as if it were ${source}`, stranger, sourceOf(arn)),
    service(`another service as if it were ${source}`, OTHER_SERVICE),
    service(`${source} without its own aws:SourceAccount`, own, { 'aws:SourceAccount': STRANGER.account }),
    service(`${source} without its own aws:SourceArn`, own, { 'aws:SourceArn': arn.replace(/:\d{12}:/, `:${STRANGER.account}:`) }),
  ];
}

/** The grantee, and those who could be taken for it: by their name, by what their request says of itself. */
export function granteeProbes(arn: string, context: Context = {}): Probe[] {
  const account = accountOf(arn)!;
  return [
    ...withEachKeyAbsent(identityProbe('the grantee', arn, context)),
    identityProbe('one with a longer name', `${arn}2`, context),
    identityProbe('a namesake in another account', inAccount(arn, account === HOME.account ? AWAY.account : HOME.account), context),
    identityProbe('a namesake of a stranger', inAccount(arn, STRANGER.account), context),
    identityProbe('one beside the grantee', arn.replace(/[^/]*$/, 'beside'), context),
    identityProbe('a neighbour with what the grantee has', arn.replace(/:(role|user)\/.*/, ':role/team/neighbour'), context),
    ...impostors('the grantee', arn, context),
  ];
}

/**
 * Whoever is the grantee in one way and not in another, also in requests that AWS never makes: somebody else under the ARN of
 * the grantee, and the other way round. Whoever of them gets through shows that two guards, the principal and a condition,
 * have become one.
 */
export function impostors(name: string, arn: string, context: Context = {}): Probe[] {
  const ofAStranger = inAccount(arn, STRANGER.account);
  const underItsArn = { ...context, 'aws:PrincipalArn': arn };
  return [
    identityProbe(`${name} without its own aws:PrincipalArn`, arn, { ...context, 'aws:PrincipalArn': ofAStranger }),
    identityProbe(`a stranger under the ARN of ${name}`, ofAStranger, underItsArn),
    { name: `a service under the ARN of ${name}`, caller: { type: 'service', name: OTHER_SERVICE }, context: underItsArn },
    ...Object.entries(context).flatMap(([key, value]) => [
      identityProbe(`${name} with a longer ${key}`, arn, { ...context, [key]: `${String(value)}2` }),
      identityProbe(`${name} with another ${key}`, arn, { ...context, [key]: 'other' }),
    ]),
  ];
}

function inAccount(arn: string, account: string): string {
  return arn.replace(accountOf(arn)!, account);
}

export function questionsAbout(repositoryArn: string, probes: readonly Probe[]): Questions {
  return { probes, resources: resourcesAround(repositoryArn), actions: ACTIONS };
}

/** What mutations of a world around the repository put in. */
export function materialAround(repositoryArn: string, granteeArn: string): Material {
  return {
    actions: ACTIONS,
    otherResource: repositoryArn.replace(/[^/]*$/, 'other'),
    otherAccount: STRANGER.account,
    otherService: OTHER_SERVICE,
    neighbour: { account: accountOf(granteeArn)!, kind: 'role', name: 'neighbour' },
  };
}
