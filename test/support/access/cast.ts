import { accountOf } from '../iam/arn';
import { Probe, Questions, withEachKeyAbsent } from '../iam/matrix';
import { Material } from '../iam/mutation/material';
import ecrActions from '../../data/ecr-actions.json';
import { AWAY, HOME, membership, OTHER_UNIT, STRANGER } from './accounts';

export const ACTIONS: readonly string[] = [...ecrActions.repository, ...ecrActions.registry].sort();

/** The name of the repository that everything is granted on; others have names close to it. */
export const REPOSITORY_NAME = 'team/app';

export const THIS_REPOSITORY = 'this repository';

/** The repository, what lies near it, and `*`, by name. */
export function resourcesAround(repositoryArn: string): Readonly<Record<string, string>> {
  const [, partition, , region, account] = repositoryArn.split(':');
  return {
    [THIS_REPOSITORY]: repositoryArn,
    'a repository with a longer name': `${repositoryArn}2`,
    'a repository beside it': repositoryArn.replace(/[^/]*$/, 'other'),
    'the same name in another Region': repositoryArn.replace(region, `${region}9`),
    'the same name in account 222222222222': repositoryArn.replace(account, AWAY.account),
    'the same name in account 333333333333': repositoryArn.replace(account, STRANGER.account),
    'the same name in another partition': repositoryArn.replace(`:${partition}:`, ':aws-iso:'),
    '*': '*',
  };
}

/** A role or a user as it calls: with what AWS says about its organization, and the tag of its team. */
export function identityProbe(name: string, arn: string, more: Probe['context'] = {}): Probe {
  const type = arn.includes(':user/') ? 'user' : 'role';
  return { name, caller: { type, arn }, context: { ...membership(accountOf(arn)!), ...more } };
}

/** Who asks beside the grantee; nobody of them is granted anything, unless a grant is to a whole account, organization or service. */
export function bystanders(partition = 'aws', region = HOME.region): Probe[] {
  const role = (account: string) => `arn:${partition}:iam::${account}:role/team/neighbour`;
  const source = (account: string, arn: string) => ({ 'aws:SourceAccount': account, 'aws:SourceArn': `arn:${partition}:${arn}` });
  const service = (name: string, account: string, resource: string): Probe => {
    const [prefix] = resource.split(':');
    const context = source(account, `${prefix}:${region}:${account}:${resource.slice(prefix.length + 1)}`);
    return { name, caller: { type: 'service', name: `${prefix}.amazonaws.com` }, context };
  };
  return [
    ...withEachKeyAbsent(identityProbe('a neighbour at home', role(HOME.account))),
    ...withEachKeyAbsent(identityProbe('a neighbour in the other account', role(AWAY.account))),
    identityProbe('a user at home', `arn:${partition}:iam::${HOME.account}:user/bystander`),
    identityProbe('somebody of another unit', role(OTHER_UNIT.account)),
    identityProbe('a stranger', role(STRANGER.account)),
    { name: 'an anonymous caller', caller: { type: 'anonymous' } },
    ...withEachKeyAbsent(service('a function at home', HOME.account, 'lambda:function:web')),
    service('a function with a longer name', HOME.account, 'lambda:function:web2'),
    ...withEachKeyAbsent(service('a function in the other account', AWAY.account, 'lambda:function:web')),
    service("a stranger's function", STRANGER.account, 'lambda:function:web'),
    ...withEachKeyAbsent(service('a project at home', HOME.account, 'codebuild:project/build')),
    service('a project with a longer name', HOME.account, 'codebuild:project/build2'),
    service('a project in the other account', AWAY.account, 'codebuild:project/build'),
    ...withEachKeyAbsent(service('a rule at home', HOME.account, 'events:rule/nightly')),
    service('a rule with a longer name', HOME.account, 'events:rule/nightly2'),
    service("a stranger's rule", STRANGER.account, 'events:rule/nightly'),
  ];
}

/** The grantee, and those who could be taken for it by their name. */
export function granteeProbes(arn: string, context: Probe['context'] = {}): Probe[] {
  const account = accountOf(arn)!;
  const elsewhere = arn.replace(account, account === HOME.account ? AWAY.account : HOME.account);
  return [
    ...withEachKeyAbsent(identityProbe('the grantee', arn, context)),
    identityProbe('one with a longer name', `${arn}2`, context),
    identityProbe('a namesake in another account', elsewhere, context),
    identityProbe('a namesake of a stranger', arn.replace(account, STRANGER.account), context),
    identityProbe('one beside the grantee', arn.replace(/[^/]*$/, 'beside'), context),
  ];
}

export function questionsAbout(repositoryArn: string, probes: readonly Probe[]): Questions {
  return { probes, resources: resourcesAround(repositoryArn), actions: ACTIONS };
}

/** What mutations of a world around the repository put in. */
export function materialAround(repositoryArn: string, granteeAccount: string = HOME.account): Material {
  return {
    actions: ACTIONS,
    otherResource: repositoryArn.replace(/[^/]*$/, 'other'),
    otherAccount: STRANGER.account,
    otherService: 'events.amazonaws.com',
    neighbour: { account: granteeAccount, kind: 'role', name: 'neighbour' },
  };
}
