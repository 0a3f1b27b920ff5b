import { App, Duration, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SecureRepository } from 'cdk-secure-repository';

export type MakeRepository = (scope: Stack, id: string, repositoryName?: string) => ecr.IRepository;

export const ENV = { account: '111122223333', region: 'eu-west-1' };

export const secureRepository: MakeRepository = (scope, id, repositoryName) => new SecureRepository(scope, id, { repositoryName });

/** `ecr.Repository` with the properties that `SecureRepository` renders; what it cannot say is said by an override. */
export const plainRepository: MakeRepository = (scope, id, repositoryName) => {
  const repository = new ecr.Repository(scope, id, {
    repositoryName,
    imageScanOnPush: true,
    imageTagMutability: ecr.TagMutability.IMMUTABLE,
    lifecycleRules: [{ tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(14) }],
  });
  (repository.node.defaultChild as ecr.CfnRepository).addPropertyOverride('EncryptionConfiguration.EncryptionType', 'AES256');
  return repository;
};

/** How many repositories, how many roles that may pull and push each, and whether the repositories have names. */
export interface Registry {
  readonly repositories: number;
  readonly roles: number;
  readonly named?: boolean;
}

/** The context that `cdk init` gives a new app, as far as it matters here; limits are counted, not enforced. */
export const NEW_APP = {
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:stackResourceLimit': 0,
};

/** An app with one stack, synthesized. */
export function synthesize(make: MakeRepository, { repositories, roles, named = true }: Registry) {
  const app = new App({ context: NEW_APP });
  const stack = new Stack(app, 'Images', { env: ENV });
  const grantees = Array.from({ length: roles }, (_, n) => new iam.Role(stack, `Role${n}`, { assumedBy: new iam.AccountRootPrincipal() }));
  for (let n = 0; n < repositories; n++) {
    const repository = make(stack, `Repository${n}`, named ? `team/service-${n}` : undefined);
    for (const role of grantees) repository.grantPullPush(role);
  }
  return { app, assembly: app.synth() };
}
