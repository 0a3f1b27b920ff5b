import { App, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RepositoryAccess, SecureRepository } from '../../src';
import { shopWithRepository } from '../fixtures/access/shop';
import { HOME } from '../fixtures/environments';

const ec2 = new iam.ServicePrincipal('ec2.amazonaws.com');

let app: App;
let repository: SecureRepository;

beforeEach(() => {
  ({ app, repository } = shopWithRepository());
});

describe('a role and a repository are refused where only one of them has an environment', () => {
  const message = (withOne: string, without: string) =>
    `it is unknown whether Roles/Role is in the account and Region of the repository, because stack ${withOne} has an environment, but stack ${without} has none. ` +
    'Set env on both stacks. [cdk-secure-repository:grant-environment]';

  test('the repository has one', () => {
    const role = new iam.Role(new Stack(app, 'Roles'), 'Role', { assumedBy: ec2 });
    expect(() => repository.grantRead(role)).toThrow(new Error(`Shop/Repository: ${message('Shop', 'Roles')}`));
  });

  test('the role has one', () => {
    const agnostic = new SecureRepository(new Stack(app, 'Agnostic'), 'Repository');
    const role = new iam.Role(new Stack(app, 'Roles', { env: HOME }), 'Role', { assumedBy: ec2 });
    expect(() => agnostic.grantRead(role)).toThrow(new Error(`Agnostic/Repository: ${message('Roles', 'Agnostic')}`));
  });

  test('the repository has an account and no Region', () => {
    const half = new SecureRepository(new Stack(app, 'Half', { env: { account: HOME.account } }), 'Repository');
    const role = new iam.Role(new Stack(app, 'Roles', { env: HOME }), 'Role', { assumedBy: ec2 });
    expect(() => half.grantRead(role)).toThrow(new Error(`Half/Repository: ${message('Roles', 'Half')}`));
  });

  test('an imported repository has none', () => {
    const imported = ecr.Repository.fromRepositoryName(new Stack(app, 'Agnostic'), 'Repository', 'myapp');
    const role = new iam.Role(new Stack(app, 'Roles', { env: HOME }), 'Role', { assumedBy: ec2 });
    expect(() => RepositoryAccess.of(imported).grantRead(role)).toThrow(new Error(`Agnostic/Repository: ${message('Roles', 'Agnostic')}`));
  });
});
