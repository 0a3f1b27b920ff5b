import { RemovalPolicy } from 'aws-cdk-lib';
import type { RepositoryProps } from 'aws-cdk-lib/aws-ecr';
import { IConstruct } from 'constructs';
import { describeValue } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** The properties of `SecureRepository`, of which those of `ecr.RepositoryProps` mean the same there. */
const OWN = [
  'repositoryName',
  'mutableTags',
  'encryption',
  'encryptionKey',
  'implicitEncryption',
  'lifecyclePolicy',
  'removalPolicy',
  'emptyOnDelete',
] as const;

/** What to write instead of the other properties of `ecr.RepositoryProps`: a variable of that type compiles. */
const INSTEAD: Record<Exclude<keyof RepositoryProps, (typeof OWN)[number]>, string> = {
  autoDeleteImages: 'Write emptyOnDelete',
  imageScanOnPush: 'Leave it out, because every image is scanned on push',
  imageTagMutability: 'Leave it out, because tags are immutable, and name those that can be overwritten in mutableTags',
  imageTagMutabilityExclusionFilters: 'Name the tags that can be overwritten in mutableTags',
  lifecycleRegistryId: 'Leave it out, because the policy is always that of the own registry',
  lifecycleRules: 'Write lifecyclePolicy: LifecyclePolicy.fromRules(lifecycleRules)',
};

/** Checks the properties of a repository as far as that is possible one by one. */
export function checkRepositoryProps(place: IConstruct, props: unknown): asserts props is object {
  checkOptions(place, 'props', props, { repositoryName: 'text', implicitEncryption: 'flag', emptyOnDelete: 'flag' });
  for (const [key, value] of Object.entries(props as object)) {
    if (value === undefined) continue;
    if (key in INSTEAD) {
      const remedy = INSTEAD[key as keyof typeof INSTEAD];
      throw new SecureRepositoryError(
        'unknown-property',
        place,
        `${key} is a property of ecr.Repository, and a SecureRepository does not have it. ${remedy}`,
      );
    }
    const meant = OWN.find((name) => name !== key && name.toLowerCase() === key.toLowerCase());
    if (meant) throw new SecureRepositoryError('unknown-property', place, `${key} is not a property of a SecureRepository. Write ${meant}`);
  }
  checkRemovalPolicy(place, Reflect.get(props as object, 'removalPolicy'));
}

function checkRemovalPolicy(place: IConstruct, policy: unknown): void {
  const accepted = [RemovalPolicy.RETAIN, RemovalPolicy.DESTROY, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE];
  if (policy === undefined || accepted.includes(policy as RemovalPolicy)) return;
  throw new SecureRepositoryError(
    'unknown-property',
    place,
    `removalPolicy is ${describeValue(policy)}, expected RemovalPolicy.RETAIN, DESTROY or RETAIN_ON_UPDATE_OR_DELETE`,
  );
}
