import { AWAY, HOME, membership, STRANGER } from './accounts';
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
export const OTHER_SERVICE = 'sns.amazonaws.com';

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
