import * as ecr from 'aws-cdk-lib/aws-ecr';
import { SecureRegistry } from '../../src/registry/secure-registry';
import { Upstream } from '../../src/registry/upstream';
import { AWAY, HOME } from '../fixtures/access/accounts';
import { ACTIONS } from '../fixtures/access/cast';
import { Scene } from '../fixtures/access/scene';
import { Deployment } from '../oracle/cloudformation/deployment';
import { Caller } from '../oracle/iam/caller';
import { decide } from '../oracle/iam/decide';
import { deployedWorld } from '../oracle/iam/deployed-world';

const COPY = [
  'ecr:BatchGetImage',
  'ecr:BatchImportUpstreamImage',
  'ecr:CompleteLayerUpload',
  'ecr:GetDownloadUrlForLayer',
  'ecr:GetImageCopyStatus',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];
const READ = ['ecr:BatchGetImage', 'ecr:BatchImportUpstreamImage', 'ecr:GetDownloadUrlForLayer', 'ecr:GetImageCopyStatus'];

/** A cache of the registry of the other account, which allows the statement of the cache in its registry policy. */
function deployed(upstreamPrefix?: string) {
  const scene = new Scene();
  const cache = new SecureRegistry(scene.home, 'Registry').addPullThroughCache('Cache', {
    upstream: Upstream.ecr(AWAY.account, AWAY.region),
    prefix: 'shared',
    upstreamPrefix,
  });
  new SecureRegistry(scene.away, 'Registry').addToRegistryPolicy(cache.upstreamStatement!);
  const resources = Deployment.of(scene.app, {}).resources();
  const role = resources.find(({ type }) => type === 'AWS::IAM::Role')!.identity.attribute('Arn');
  const rule = resources.find(({ type }) => type === ecr.CfnPullThroughCacheRule.CFN_RESOURCE_TYPE_NAME)!;
  const world = deployedWorld(resources);
  const may = (caller: Caller, action: string, resource: string) =>
    decide({ principal: caller, action, resource }, world.policiesFor(caller, resource)).allowed;
  return { role, customRole: rule.properties.CustomRoleArn, may };
}

const here = (name: string) => `arn:aws:ecr:${HOME.region}:${HOME.account}:repository/${name}`;
const there = (name: string) => `arn:aws:ecr:${AWAY.region}:${AWAY.account}:repository/${name}`;

test.each<[string, string | undefined, string[], string[]]>([
  ['the whole upstream', undefined, ['app', 'team/app'], []],
  ['a namespace of the upstream', 'team', ['team/app', 'team/x/app'], ['app', 'team', 'team2/app']],
])('the role of a cache of %s reads there and writes below the prefix, and nothing else', (_, upstreamPrefix, inside, outside) => {
  const { role, customRole, may } = deployed(upstreamPrefix);
  expect(customRole).toBe(role);
  const allowedOn = (arn: string) => ACTIONS.filter((action) => may({ type: 'role', arn: role }, action, arn));
  // a role may log in to its own registry, and the login names no resource
  const withLogin = (actions: string[]) => [...actions, 'ecr:GetAuthorizationToken'].sort();
  for (const name of ['shared/app', 'shared/team/app']) expect([name, allowedOn(here(name))]).toEqual([name, withLogin(COPY)]);
  for (const name of ['shared', 'shared2/app', 'app']) expect([name, allowedOn(here(name))]).toEqual([name, withLogin([])]);
  for (const name of inside) expect([name, allowedOn(there(name))]).toEqual([name, READ]);
  for (const name of outside) expect([name, allowedOn(there(name))]).toEqual([name, []]);
});

test('no other principal of the account of the cache reads the upstream without permissions of its own', () => {
  const { may } = deployed();
  const neighbour = { type: 'role', arn: `arn:aws:iam::${HOME.account}:role/neighbour` } as const;
  expect(ACTIONS.filter((action) => may(neighbour, action, there('app')))).toEqual([]);
});

test('the role is assumed by the service of the cache and nobody else', () => {
  const { role, may } = deployed();
  const services = ['pullthroughcache.ecr.amazonaws.com', 'ecr.amazonaws.com', 'lambda.amazonaws.com'];
  expect(services.filter((name) => may({ type: 'service', name }, 'sts:AssumeRole', role))).toEqual([services[0]]);
  expect(may({ type: 'role', arn: `arn:aws:iam::${HOME.account}:role/dev` }, 'sts:AssumeRole', role)).toBe(false);
});
