import { CfnParameter, PhysicalName, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { SecureRepository } from '../../../src/secure-repository';
import { HOME } from '../access/accounts';

/** How the repository of a world is made and named. */
export interface RepositoryKind {
  readonly make: (scope: Stack, id: string, name: string) => ecr.IRepository;
  readonly imported?: true;
  /** From where else its name is known without a reference: from everywhere, or where aws-cdk-lib generates one. */
  readonly nameKnown?: 'everywhere' | 'in other environments';
  /** Whether the name is that of a look-up that has not happened: the templates are not for deployment. */
  readonly placeholder?: true;
}

const parameter = (scope: Stack, id: string, value: string) => new CfnParameter(scope, `${id}Parameter`, { default: value }).valueAsString;
const arn = (name: string) => `arn:aws:ecr:${HOME.region}:${HOME.account}:repository/${name}`;

export const REPOSITORIES = {
  'a SecureRepository': {
    nameKnown: 'everywhere',
    make: (scope, id, repositoryName) => new SecureRepository(scope, id, { repositoryName }),
  },
  'a SecureRepository without a name': { make: (scope, id) => new SecureRepository(scope, id) },
  'a SecureRepository that is named if needed': {
    nameKnown: 'in other environments',
    make: (scope, id) => new SecureRepository(scope, id, { repositoryName: PhysicalName.GENERATE_IF_NEEDED }),
  },
  'a SecureRepository named by a parameter': {
    make: (scope, id, name) => new SecureRepository(scope, id, { repositoryName: parameter(scope, id, name) }),
  },
  'an ecr.Repository': { nameKnown: 'everywhere', make: (scope, id, repositoryName) => new ecr.Repository(scope, id, { repositoryName }) },
  'an ecr.Repository without a name': { make: (scope, id) => new ecr.Repository(scope, id) },
  'a repository imported by ARN': {
    imported: true,
    nameKnown: 'everywhere',
    make: (scope, id, name) => ecr.Repository.fromRepositoryArn(scope, id, arn(name)),
  },
  'a repository imported by name': {
    imported: true,
    nameKnown: 'everywhere',
    make: (scope, id, name) => ecr.Repository.fromRepositoryName(scope, id, name),
  },
  'a repository imported by parameters': {
    imported: true,
    make: (scope, id, name) =>
      ecr.Repository.fromRepositoryAttributes(scope, id, {
        repositoryName: parameter(scope, id, name),
        repositoryArn: parameter(scope, `${id}Arn`, arn(name)),
      }),
  },
  'a repository imported by a name that is looked up': {
    imported: true,
    nameKnown: 'everywhere',
    placeholder: true,
    make: (scope, id) => ecr.Repository.fromRepositoryName(scope, id, ssm.StringParameter.valueFromLookup(scope, '/repository')),
  },
  'a SecureRepository with a name that is looked up': {
    nameKnown: 'everywhere',
    placeholder: true,
    make: (scope, id) => new SecureRepository(scope, id, { repositoryName: ssm.StringParameter.valueFromLookup(scope, '/repository') }),
  },
} satisfies Readonly<Record<string, RepositoryKind>>;
