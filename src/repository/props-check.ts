import { RemovalPolicy } from 'aws-cdk-lib';
import type { RepositoryProps } from 'aws-cdk-lib/aws-ecr';
import { IConstruct } from 'constructs';
import { describeValue, quoted } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** The properties of `SecureRepository`. Those that `ecr.RepositoryProps` also has have the same meaning there. */
const OWN = [
  'repositoryName',
  'mutableTags',
  'encryption',
  'encryptionKey',
  'implicitEncryption',
  'lifecyclePolicy',
  'removalPolicy',
  'emptyOnDelete',
  'pullByOrganization',
] as const;

/** The replacements for the other properties of `ecr.RepositoryProps`, because a variable of that type compiles. */
const INSTEAD: Record<Exclude<keyof RepositoryProps, (typeof OWN)[number]>, string> = {
  autoDeleteImages: 'Use emptyOnDelete.',
  imageScanOnPush: 'Remove it, because every image is scanned on push.',
  imageTagMutability: 'Remove it, because tags are immutable, and list the tags that can be overwritten in mutableTags.',
  imageTagMutabilityExclusionFilters: 'List the tags that can be overwritten in mutableTags.',
  lifecycleRegistryId: "Remove it, because the policy is always that of the account's own registry.",
  lifecycleRules: 'Use lifecyclePolicy: LifecyclePolicy.fromRules(lifecycleRules).',
};

/** Checks the names of the properties, and the types of those that no other function checks. */
export function checkRepositoryProps(place: IConstruct | string, props: unknown): asserts props is object {
  checkOptions(place, 'props', props, {
    repositoryName: 'text',
    implicitEncryption: 'flag',
    emptyOnDelete: 'flag',
    pullByOrganization: 'text',
  });
  for (const [key, value] of Object.entries(props as object)) {
    if (value === undefined) continue;
    if (key in INSTEAD) {
      const remedy = INSTEAD[key as keyof typeof INSTEAD];
      throw new SecureRepositoryError(
        'unknown-property',
        place,
        `${key} is a property of ecr.Repository, but not of SecureRepository. ${remedy}`,
      );
    }
    const meant = OWN.find((name) => name !== key && name.toLowerCase() === key.toLowerCase());
    if (meant) throw new SecureRepositoryError('unknown-property', place, `${key} is not a property of SecureRepository. Use ${meant}.`);
  }
  checkRemovalPolicy(place, Reflect.get(props as object, 'removalPolicy'));
}

function checkRemovalPolicy(place: IConstruct | string, policy: unknown): void {
  const accepted = [RemovalPolicy.RETAIN, RemovalPolicy.DESTROY, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE];
  if (policy === undefined || accepted.includes(policy as RemovalPolicy)) return;
  throw new SecureRepositoryError(
    'deletion',
    place,
    `removalPolicy is ${describeValue(policy)}, but must be a RemovalPolicy that ECR supports. ` +
      'Use RemovalPolicy.RETAIN, DESTROY or RETAIN_ON_UPDATE_OR_DELETE.',
  );
}

/** Checks that a repository that is emptied on deletion is one that is deleted. */
export function checkEmptyOnDelete(scope: IConstruct, emptyOnDelete?: boolean, removalPolicy?: RemovalPolicy): void {
  if (!emptyOnDelete || removalPolicy === RemovalPolicy.DESTROY) return;
  throw new SecureRepositoryError(
    'deletion',
    scope,
    `emptyOnDelete is true, but removalPolicy is ${removalPolicy ?? 'not set'}, and a repository that is retained keeps its images. ` +
      'Set removalPolicy to RemovalPolicy.DESTROY, or remove emptyOnDelete.',
  );
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const NAME = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const LENGTH = { min: 2, max: 256 };

/** Checks a repository's name as ECR does, unless it is unknown. */
export function checkRepositoryName(place: { readonly node: { readonly path: string } }, name: string | undefined): void {
  if (name === undefined || isUnknown(name)) return;
  if (name.length < LENGTH.min || name.length > LENGTH.max) {
    const count = name.length === 1 ? '1 character' : `${name.length} characters`;
    throw new SecureRepositoryError(
      'repository-name',
      place,
      `repositoryName is ${quoted(name)} with ${count}, but must have ${LENGTH.min} to ${LENGTH.max}. ` +
        `Use a ${name.length < LENGTH.min ? 'longer' : 'shorter'} name.`,
    );
  }
  if (NAME.test(name)) return;
  const position = firstBadCharacter(name);
  const lowercase = name.toLowerCase();
  throw new SecureRepositoryError(
    'repository-name',
    place,
    `repositoryName is ${quoted(name)}, with ${quoted(name[position])} at position ${position + 1}, but must consist of lowercase letters ` +
      'and digits in parts separated by ".", "_", "__" or hyphens, with "/" between namespaces. ' +
      (lowercase !== name && NAME.test(lowercase) ? `Use ${quoted(lowercase)}.` : 'Change that character.'),
  );
}

/** The index of the first character after which no continuation is a valid name; a separator at the end is invalid itself. */
function firstBadCharacter(name: string): number {
  for (let length = 1; length <= name.length; length++) {
    // a prefix is valid so far if it is a name, or becomes one by appending a letter
    const prefix = name.slice(0, length);
    if (!NAME.test(prefix) && !NAME.test(`${prefix}a`)) return length - 1;
  }
  return name.length - 1;
}
