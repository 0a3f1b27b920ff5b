import { RemovalPolicy } from 'aws-cdk-lib';
import type { RepositoryProps } from 'aws-cdk-lib/aws-ecr';
import { IConstruct } from 'constructs';
import { describeValue, quoted } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

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

/** Emptying a repository on deletion makes sense only for one that is deleted. */
export function checkEmptyOnDelete(scope: IConstruct, emptyOnDelete?: boolean, removalPolicy?: RemovalPolicy): void {
  if (!emptyOnDelete || removalPolicy === RemovalPolicy.DESTROY) return;
  throw new SecureRepositoryError(
    'deletion',
    scope,
    `emptyOnDelete is true and removalPolicy is ${removalPolicy ?? 'not given'}, expected RemovalPolicy.DESTROY with it: ` +
      'a repository that stays keeps its images',
  );
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const NAME = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const LENGTH = { min: 2, max: 256 };

/** Checks a repository's name as ECR does, unless it is unknown. */
export function checkRepositoryName(place: { readonly node: { readonly path: string } }, name: string | undefined): void {
  if (name === undefined || isUnknown(name)) return;
  if (name.length < LENGTH.min || name.length > LENGTH.max) {
    throw new SecureRepositoryError(
      'repository-name',
      place,
      `repositoryName is ${quoted(name)} with ${name.length} characters, expected ${LENGTH.min} to ${LENGTH.max}: ` +
        `make it ${name.length < LENGTH.min ? 'longer' : 'shorter'}`,
    );
  }
  if (NAME.test(name)) return;
  const position = firstBadCharacter(name);
  throw new SecureRepositoryError(
    'repository-name',
    place,
    `repositoryName is ${quoted(name)}, with ${quoted(name[position])} at position ${position + 1}, expected lowercase letters and digits in ` +
      'parts joined by ".", "_", "__" or hyphens, and "/" between namespaces' +
      (name.toLowerCase() !== name && NAME.test(name.toLowerCase()) ? `: write ${quoted(name.toLowerCase())}` : ': change that character'),
  );
}

/** The character with which no longer name could be right; a separator at the end is bad itself. */
function firstBadCharacter(name: string): number {
  for (let length = 1; length <= name.length; length++) {
    // a start is right so far if it is a name, or becomes one by one more letter
    const start = name.slice(0, length);
    if (!NAME.test(start) && !NAME.test(`${start}a`)) return length - 1;
  }
  return name.length - 1;
}
