import { AWAY, HOME, OTHER_UNIT, STRANGER } from './accounts';
import { identityProbe, OTHER_SERVICE } from './cast';
import { accountOf } from '../iam/arn';
import { Context } from '../iam/context';
import { Probe, withEachKeyAbsent } from '../iam/matrix';

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
