import { App, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { PullThroughCache, RepositoryAccess, SecureRegistry, SecureRepository, Upstream } from '../../src';
import { roleIn } from '../fixtures/access/shop';
import { HOME, OTHER_ACCOUNT, OTHER_REGION } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';

let app: App;
let shop: Stack;

beforeEach(() => {
  app = new App();
  shop = new Stack(app, 'Shop', { env: HOME });
});

function cacheIn(stack: Stack): PullThroughCache {
  return new SecureRegistry(stack, 'Registry').addPullThroughCache('Hub', { upstream: Upstream.quay(), prefix: 'quay' });
}

const imported = (name = 'quay/prometheus/node-exporter') => ecr.Repository.fromRepositoryName(shop, 'Cached', name);

const WARNING =
  '/Shop/Cached the repository is below the prefix "quay" of a pull-through cache of Shop/Registry, but its grants to pull allow neither importing a tag ' +
  'that is not cached yet nor creating the repository. Use the grants of the cache, as in cache.grantPull(role). [ack: cdk-secure-repository:cached-repository]';

describe.each(['before', 'after'])('a cache that is created %s the grant', (order) => {
  function warnings(grant: () => void, stack: Stack = shop): string[] {
    if (order === 'before') cacheIn(stack);
    grant();
    if (order === 'after') cacheIn(stack);
    return warningsOf(shop);
  }

  test.each<[string, (access: RepositoryAccess) => iam.Grant]>([
    ['grantPull', (access) => access.grantPull(roleIn(shop))],
    ['grantPullPush', (access) => access.grantPullPush(roleIn(shop))],
    ['grant with the actions of a pull', (access) => access.grant(roleIn(shop), 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer')],
  ])('%s on an imported repository below its prefix causes a warning', (_name, grant) => {
    expect(warnings(() => grant(RepositoryAccess.of(imported())))).toEqual([WARNING]);
  });

  test('several grants cause one', () => {
    const all = warnings(() => {
      RepositoryAccess.of(imported()).grantPull(roleIn(shop));
      RepositoryAccess.of(shop.node.findChild('Cached') as unknown as ecr.IRepository).grantPull(roleIn(shop, {}, 'Other'));
    });
    expect(all).toEqual([WARNING]);
  });

  test.each<[string, () => ecr.IRepository]>([
    ['a SecureRepository', () => new SecureRepository(shop, 'Cached', { repositoryName: 'quay/prometheus/node-exporter' })],
    ['an ecr.Repository', () => new ecr.Repository(shop, 'Cached', { repositoryName: 'quay/prometheus/node-exporter' })],
  ])('%s below its prefix causes one, too', (_name, repository) => {
    expect(warnings(() => RepositoryAccess.of(repository()).grantPull(roleIn(shop)))).toEqual([WARNING]);
  });

  test('reading causes none', () => {
    expect(warnings(() => RepositoryAccess.of(imported()).grantRead(roleIn(shop)))).toEqual([]);
  });

  test.each(['quay', 'quayside/api', 'a/quay/b'])('a repository %s is not below the prefix', (name) => {
    expect(warnings(() => RepositoryAccess.of(imported(name)).grantPull(roleIn(shop)))).toEqual([]);
  });

  test('a repository whose name is not known is not judged', () => {
    expect(warnings(() => new SecureRepository(shop, 'Cached').grantPull(roleIn(shop)))).toEqual([]);
  });

  test.each([
    ['Region', OTHER_REGION],
    ['account', OTHER_ACCOUNT],
  ])('a registry of another %s caches nothing here', (_name, env) => {
    const other = new Stack(app, 'Other', { env });
    expect(warnings(() => RepositoryAccess.of(imported()).grantPull(roleIn(shop)), other)).toEqual([]);
  });

  test('a registry of another stack of the environment is known', () => {
    const platform = new Stack(app, 'Platform', { env: HOME });
    const found = warnings(() => RepositoryAccess.of(imported()).grantPull(roleIn(shop)), platform);
    expect(found).toEqual([WARNING.replace('Shop/Registry', 'Platform/Registry')]);
  });
});

test('the grants of the cache itself cause none', () => {
  cacheIn(shop).grantPull(roleIn(shop));
  expect(warningsOf(shop)).toEqual([]);
});

test('in an environment-agnostic stack, the registry is that of the repository', () => {
  shop = new Stack(app, 'Agnostic');
  RepositoryAccess.of(imported()).grantPull(roleIn(shop));
  cacheIn(shop);
  expect(warningsOf(shop)).toEqual([WARNING.replaceAll('Shop/', 'Agnostic/')]);
});
