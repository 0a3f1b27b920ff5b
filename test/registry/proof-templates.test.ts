import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ALLOWED_IN_REGISTRY } from './expected-grants';
import { expectedInRegistry } from './expected-registry-matrix';
import { RepositoryCreation } from '../../src/registry/repository-creation';
import { RepositoryPrefix } from '../../src/registry/repository-prefix';
import { SecureRegistry } from '../../src/registry/secure-registry';
import { Upstream } from '../../src/registry/upstream';
import { Reaches, REACHES } from '../access/expected-reaches';
import { AWAY, HOME } from '../fixtures/access/accounts';
import { PRINCIPAL_CLASSES, PrincipalClass } from '../fixtures/access/principal-classes';
import { Scene } from '../fixtures/access/scene';
import { BESIDE, BELOW } from '../fixtures/registry/prefixes';
import { registryWorld } from '../fixtures/registry/registry-world';
import { Deployment } from '../oracle/cloudformation/deployment';
import { decide } from '../oracle/iam/decide';
import { deployedWorld } from '../oracle/iam/deployed-world';
import { matrixOf } from '../oracle/iam/matrix';

const EVENTS = [RepositoryCreation.PULL_THROUGH_CACHE, RepositoryCreation.REPLICATION, RepositoryCreation.CREATE_ON_PUSH];
const PULL = { allowed: ALLOWED_IN_REGISTRY['template.grantPull'], filled: true };

const keysOf = <T extends object>(table: T) => Object.keys(table) as (keyof T)[];

function template(registry: SecureRegistry, id: string, prefix: RepositoryPrefix) {
  return registry.addRepositoryTemplate(id, { prefix, createdBy: EVENTS });
}

/** The classes whose permissions are in the identity policy, at least in part, or managed outside of the app. */
const withIdentity = keysOf(REACHES).filter((name) => {
  const reaches = Object.values(REACHES[name] as Reaches);
  return reaches.length === 0 || reaches.some(({ identity }) => identity);
});
const withoutIdentity = keysOf(REACHES).filter((name) => !withIdentity.includes(name));

function grantedOnRoot(name: keyof typeof REACHES) {
  const made: PrincipalClass = PRINCIPAL_CLASSES[name];
  return registryWorld((registry, scene) => {
    const grantee = made.grantee(scene);
    template(registry, 'Root', RepositoryPrefix.root()).access.grantPull(grantee);
    made.use?.(grantee);
  }, made);
}

test.each(withIdentity)(
  'a grant on the template of the root is an error, because an identity policy would name every repository, to: %s',
  (name) => {
    expect(() => grantedOnRoot(name)).toThrow('[cdk-secure-repository:grant-placement]');
  },
);

test.each(withoutIdentity)('a grant on the template of the root allows its actions on each repository that it creates, to: %s', (name) => {
  const { empty, filled, questions } = grantedOnRoot(name);
  const expected = { ...PULL, reaches: REACHES[name], on: [...Object.keys(BELOW), ...Object.keys(BESIDE)] };
  expect(matrixOf(empty, questions)).toEqual(expectedInRegistry({ ...expected, filled: false }, questions));
  expect(matrixOf(filled, questions)).toEqual(expectedInRegistry(expected, questions));
});

test('of several templates, the closest one decides which accounts may pull', () => {
  const { filled, questions } = registryWorld((registry) => {
    const other = (account: string) => new iam.AccountPrincipal(account);
    template(registry, 'Library', RepositoryPrefix.of('docker-hub/library'));
    template(registry, 'Hub', RepositoryPrefix.of('docker-hub')).access.grantPull(other(AWAY.account));
    template(registry, 'Root', RepositoryPrefix.root()).access.grantPull(other('333333333333'));
  });
  const matrix = matrixOf(filled, questions);
  const pulled = (who: string) =>
    Object.keys({ ...BELOW, ...BESIDE }).filter((name) => matrix[`${who} on ${name}`]?.allowed.includes('ecr:BatchGetImage'));
  expect(pulled('the root user of the other account')).toEqual(['inside', 'deeply nested']);
  expect(pulled("a stranger's root user")).toEqual(Object.keys(BESIDE));
});

test('a template for a part of a cache has its own policy, and the cache keeps the import', () => {
  const { filled, questions } = registryWorld((registry) => {
    registry.addPullThroughCache('Cache', { upstream: Upstream.ecrPublic(), prefix: 'docker-hub' }).grantPullToOrganization('o-a1b2c3d4e5');
    template(registry, 'Library', RepositoryPrefix.of('docker-hub/library'));
  });
  const matrix = matrixOf(filled, questions);
  const allowed = (name: string) => matrix[`the root user of the other account on ${name}`].allowed;
  const { repository, registry } = ALLOWED_IN_REGISTRY['cache.grantPullToOrganization'];
  expect(allowed('inside')).toEqual([...repository, ...registry].sort());
  expect(allowed('nested')).toEqual(registry);
});

describe('the role that Amazon ECR assumes', () => {
  const CREATE = ['ecr:CreateRepository', 'ecr:ReplicateImage', 'ecr:TagResource'];
  const ON_KEY = ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'];

  function deployed(prefix: RepositoryPrefix, more: (scene: Scene) => object, after: (registry: SecureRegistry) => void = () => undefined) {
    const scene = new Scene();
    const registry = new SecureRegistry(scene.home, 'Registry');
    registry.addRepositoryTemplate('Template', { prefix, createdBy: EVENTS, ...more(scene) });
    after(registry);
    const resources = Deployment.of(scene.app, {}).resources();
    const role = resources.find(({ type }) => type === 'AWS::IAM::Role')?.identity.attribute('Arn');
    const templateOf = resources.find(({ type }) => type === 'AWS::ECR::RepositoryCreationTemplate')!;
    const key = resources.find(({ type }) => type === 'AWS::KMS::Key')?.identity.attribute('Arn');
    return { world: deployedWorld(resources), role, customRole: templateOf.properties.CustomRoleArn, key };
  }

  const tagged = () => ({ tags: { owner: 'platform' } });
  const encrypted = ({ home }: Scene) => ({ encryptionKey: new kms.Key(home, 'Key', { pendingWindow: Duration.days(7) }) });
  const repository = (name: string) => `arn:aws:ecr:${HOME.region}:${HOME.account}:repository/${name}`;

  test('is created only when tags or a key need it', () => {
    expect(deployed(RepositoryPrefix.of('team-a'), () => ({}))).toMatchObject({ role: undefined, customRole: undefined });
    for (const more of [tagged, encrypted]) {
      const { role, customRole } = deployed(RepositoryPrefix.of('team-a'), more);
      expect(role).toMatch(/^arn:aws:iam::111111111111:role\/[^/]+$/);
      expect(customRole).toBe(role);
    }
  });

  test.each<[string, RepositoryPrefix, (scene: Scene) => object, string[], string[]]>([
    ['tags below a prefix', RepositoryPrefix.of('team-a'), tagged, ['team-a/app', 'team-a/x/app'], ['team-a', 'team-ab/app', 'app']],
    ['a key below a prefix', RepositoryPrefix.of('team-a'), encrypted, ['team-a/app'], ['team-a', 'team-ab/app', 'app']],
    ['tags of the root', RepositoryPrefix.root(), tagged, ['team-a/app', 'app'], []],
  ])('for %s may create, tag and use the key, and nothing else', (_, prefix, more, inside, outside) => {
    const { world, role, key } = deployed(prefix, more);
    const caller = { type: 'role', arn: role! } as const;
    const may = (action: string, resource: string) =>
      decide({ principal: caller, action, resource }, world.policiesFor(caller, resource)).allowed;
    const { questions } = registryWorld(() => undefined);
    for (const name of inside) expect(questions.actions.filter((action) => may(action, repository(name)))).toEqual(CREATE);
    for (const name of outside) expect(questions.actions.filter((action) => may(action, repository(name)))).toEqual([]);
    const kmsActions = [...ON_KEY, 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'];
    if (key !== undefined) expect(kmsActions.filter((action) => may(action, key))).toEqual(ON_KEY);
    expect(kmsActions.filter((action) => may(action, 'arn:aws:kms:eu-west-1:111111111111:key/other'))).toEqual([]);
  });

  test('is assumed by Amazon ECR and nobody else', () => {
    const { world, role } = deployed(RepositoryPrefix.of('team-a'), tagged);
    const assumes = (name: string) => {
      const caller = { type: 'service', name } as const;
      return decide({ principal: caller, action: 'sts:AssumeRole', resource: role! }, world.policiesFor(caller, role!)).allowed;
    };
    expect(['ecr.amazonaws.com', 'pullthroughcache.ecr.amazonaws.com', 'lambda.amazonaws.com'].filter(assumes)).toEqual([
      'ecr.amazonaws.com',
    ]);
    const other = { type: 'role', arn: 'arn:aws:iam::111111111111:role/dev' } as const;
    expect(decide({ principal: other, action: 'sts:AssumeRole', resource: role! }, world.policiesFor(other, role!)).allowed).toBe(false);
  });
});
