import { Duration } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';
import { atMost } from '../bound';
import { interleaved } from '../interleaved';
import { MakeRepository, synthesize } from '../registries';

/** Synthesizing 400 repositories without grants, each with a policy that is made for it, as a ratio to ecr.Repository. */
const REGISTRY = { repositories: 400, roles: 0 };
const COUNT = 30;
const SCANNED = { imageScanOnPush: true, imageTagMutability: ecr.TagMutability.IMMUTABLE };

const ownPolicy: MakeRepository = (scope, id, repositoryName) =>
  new SecureRepository(scope, id, { repositoryName, lifecyclePolicy: LifecyclePolicy.keepLatest(COUNT) });

const sameProperties: MakeRepository = (scope, id, repositoryName) => {
  const repository = new ecr.Repository(scope, id, {
    ...SCANNED,
    repositoryName,
    lifecycleRules: [
      { tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(14) },
      { tagPatternList: ['*'], maxImageCount: COUNT },
    ],
  });
  (repository.node.defaultChild as ecr.CfnRepository).addPropertyOverride('EncryptionConfiguration.EncryptionType', 'AES256');
  return repository;
};

const asUsersWriteIt: MakeRepository = (scope, id, repositoryName) =>
  new ecr.Repository(scope, id, { ...SCANNED, repositoryName, lifecycleRules: [{ maxImageCount: COUNT }] });

for (const [title, reference, bound] of [
  ['ecr.Repository with the same rendered properties', sameProperties, 0.9],
  ['ecr.Repository as users write it', asUsersWriteIt, 1],
] as const) {
  const { time, heap } = interleaved(
    () => synthesize(ownPolicy, REGISTRY),
    () => synthesize(reference, REGISTRY),
  );
  atMost(`400 repositories with a policy each, to ${title}: time`, time.median, bound, time.spread);
  atMost(`400 repositories with a policy each, to ${title}: retained heap`, heap.median, bound, heap.spread);
}
