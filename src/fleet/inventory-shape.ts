import { FORMAT_VERSION } from './inventory-format';
import { isObject } from '../lifecycle/core/json-text';
import { isOrIsMissing, quotedAndTruncated } from '../private/format-value';

/** Whether the members of a file on which the readers depend have their types, by their names. */
export type Shape = { readonly [member: string]: (value: unknown) => boolean };

const isText = (value: unknown) => typeof value === 'string';
const isFlag = (value: unknown) => typeof value === 'boolean';
const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;
const isTime = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const isFormat = (value: unknown) => value === FORMAT_VERSION;
const isReasons = (value: unknown) => isObject(value) && Object.values(value).every(isText);
const isNullOr = (is: (value: unknown) => boolean) => (value: unknown) => value === null || is(value);
const isAbsentOr = (is: (value: unknown) => boolean) => (value: unknown) => value === undefined || is(value);
const isListOf = (is: (entry: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(is);
const isObjectOf = (shape: Shape) => (value: unknown) =>
  isObject(value) && Object.entries(shape).every(([member, is]) => is(value[member]));

/** The paths of files contain the account and the Region. */
const isAccount = (value: unknown) => typeof value === 'string' && /^\d{12}$/.test(value);
const isRegion = (value: unknown) => typeof value === 'string' && /^[a-z0-9-]+$/.test(value);

export const RUN: Shape = {
  startedAt: isTime,
  completedAt: isAbsentOr(isTime),
  repositories: isAbsentOr(isListOf(isText)),
  registries: isListOf(
    isObjectOf({
      account: isAccount,
      region: isRegion,
      repositoryCount: isCount,
      repositories: isListOf(isText),
      incompleteRepositories: isReasons,
    }),
  ),
  failed: isListOf(
    isObjectOf({ account: isAbsentOr(isText), profile: isAbsentOr(isText), region: isText, part: isAbsentOr(isText), error: isText }),
  ),
};

/** Null where an operation of AWS has none. */
const isScanning = isNullOr(
  isObjectOf({
    scanType: isAbsentOr(isText),
    rules: isAbsentOr(
      isListOf(
        isObjectOf({ scanFrequency: isText, repositoryFilters: isAbsentOr(isListOf(isObjectOf({ filter: isText, filterType: isText }))) }),
      ),
    ),
  }),
);

export const REGISTRY: Shape = {
  formatVersion: isAbsentOr(isFormat),
  settings: isObjectOf({ scanning: isAbsentOr(isScanning) }),
  missing: isReasons,
};

export const RUNNING: Shape = {
  formatVersion: isAbsentOr(isFormat),
  images: isListOf(isObjectOf({ image: isText, digest: isAbsentOr(isText), usedBy: isText })),
  missing: isReasons,
};

export const REPOSITORY: Shape = {
  formatVersion: isAbsentOr(isFormat),
  repository: isObjectOf({
    repositoryName: isText,
    registryId: isAbsentOr(isAccount),
    repositoryArn: isAbsentOr(isText),
    createdAt: isAbsentOr(isTime),
    imageTagMutability: isAbsentOr(isText),
    imageTagMutabilityExclusionFilters: isAbsentOr(isListOf(isObjectOf({ filterType: isText, filter: isText }))),
    imageScanningConfiguration: isAbsentOr(isObjectOf({ scanOnPush: isAbsentOr(isFlag) })),
    encryptionConfiguration: isAbsentOr(isObjectOf({ encryptionType: isText, kmsKey: isAbsentOr(isText) })),
  }),
  lifecyclePolicyText: isAbsentOr(isNullOr(isText)),
  repositoryPolicyText: isAbsentOr(isNullOr(isText)),
  tags: isAbsentOr(isListOf(isObjectOf({ Key: isText, Value: isText }))),
  missing: isReasons,
};

/** What is wrong with a file, as a clause: the first member that `collect` does not write so. */
export function faultOf(value: Record<string, unknown>, shape: Shape): string | undefined {
  const [wrong] = Object.entries(shape).find(([member, is]) => !is(value[member])) ?? [];
  return wrong === undefined ? undefined : `${wrong} ${isOrIsMissing(value[wrong])}, which collect does not write`;
}

/** The same of `inventory.json`: what is in it twice would count twice. */
export function faultOfRun(run: Record<string, unknown>): string | undefined {
  if (!isFormat(run.formatVersion)) return `formatVersion ${isOrIsMissing(run.formatVersion)}, but must be ${FORMAT_VERSION}`;
  const fault = faultOf(run, RUN);
  if (fault !== undefined) return fault;
  const registries = run.registries as { account: string; region: string; repositoryCount: number; repositories: string[] }[];
  const registry = repeated(registries.map(({ account, region }) => `${account} ${region}`));
  if (registry !== undefined) return `registries has ${registry} twice`;
  for (const { account, region, repositoryCount, repositories } of registries) {
    const name = repeated(repositories);
    if (name !== undefined) return `${account} ${region} has the repository ${quotedAndTruncated(name)} twice`;
    if (repositoryCount !== repositories.length) {
      return `${account} ${region} has a repositoryCount of ${repositoryCount}, but ${repositories.length} repositories`;
    }
  }
  return undefined;
}

function repeated(texts: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return texts.find((text) => seen.size === seen.add(text).size);
}
