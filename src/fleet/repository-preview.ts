import { repositoryProperties, scanningResource } from './deployed-settings';
import { ExpiredImageInUse, FleetRepository } from './fleet-repository';
import { ImagesInUse, isCertainlyOf, UsedImage } from './images-in-use';
import { InventoryEntry } from './inventory';
import { PolicyDocument } from '../lifecycle/core/document';
import { evaluate } from '../lifecycle/core/evaluation';
import { RepositoryImage } from '../lifecycle/core/images';
import { assertAccepted, parsedPolicy } from '../lifecycle/core/policy-faults';
import { VerdictReasons } from '../lifecycle/core/reasons';
import { settledVerdicts, Verdict } from '../lifecycle/core/verdicts';
import { ImageInventory } from '../lifecycle/image-inventory';
import { messageOf } from '../private/secure-repository-error';
import { judge } from '../rules/judge';
import { RuleDefinition } from '../rules/rule-definition';

const BYTES_PER_GB = 1024 ** 3;

/** What is evaluated for each repository. */
export interface Evaluation {
  /** The proposed policy of a repository; none keeps what the repository has. */
  readonly proposed: (entry: InventoryEntry) => PolicyDocument | undefined;
  /** Whether the present policy is compared. */
  readonly current: boolean;
  readonly now: number;
  readonly pricePerGbMonth: number;
  readonly rules: readonly RuleDefinition[];
  readonly inUse: ImagesInUse;
}

/** The result for one repository. */
export interface RepositoryResult {
  readonly repository: FleetRepository;
  readonly inUseExpired: readonly ExpiredImageInUse[];
  /** Images in use that are not among the images of their repository. */
  readonly unfound: readonly UsedImage[];
  /** The tags of images that expire, certainly or possibly, for gates. */
  readonly expiring: readonly ExpiringImage[];
}

export interface ExpiringImage {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly isCertain: boolean;
}

/** Evaluates a repository. */
export function previewRepository(entry: InventoryEntry, evaluation: Evaluation): RepositoryResult {
  const { registry, file } = entry;
  const missing = Object.entries(file.missing).map(([value, reason]) => `${value}: ${reason}`);
  const place = { account: registry.account, region: registry.region, repositoryName: entry.name };
  const settings = {
    brokenRules: brokenRules(entry, evaluation.rules, missing),
    hasOwner: file.tags?.some(({ Key }) => /^(owner|team)$/i.test(Key)),
  };
  const inventory = entry.images();
  if (inventory === undefined) return { repository: { ...place, ...settings, missing }, inUseExpired: [], unfound: [], expiring: [] };

  const images = inventory._images;
  const sizeInBytes = sumOf(images);
  const dollars = (bytes: number) => (bytes / BYTES_PER_GB) * evaluation.pricePerGbMonth;
  const current = evaluation.current ? currentVerdicts(entry, inventory, evaluation.now, missing) : undefined;
  const document = evaluation.proposed(entry);
  const proposed = document === undefined ? [] : verdictsOf(document, inventory, evaluation.now);
  const alreadyExpired = new Set((current ?? []).filter(({ action }) => action === 'EXPIRE').map(({ image }) => image.digest));
  const expired = proposed.filter(({ action }) => action === 'EXPIRE');
  const additional = expired.filter(({ image }) => !alreadyExpired.has(image.digest));
  const possible = proposed.filter(({ action, image }) => action === 'MAY_EXPIRE' && !alreadyExpired.has(image.digest));
  const additionallyExpiredBytes = sumOf(additional.map(({ image }) => image));
  const used = evaluation.inUse.of(entry);
  const inUseExpired = expiredInUse(proposed, used, inventory, evaluation.now).map((one) => ({ ...place, ...one }));
  const isKnown = !evaluation.current || current !== undefined;
  const repository: FleetRepository = {
    ...place,
    imageCount: images.length,
    sizeInBytes,
    dollarsPerMonth: dollars(sizeInBytes),
    ...(current === undefined ? {} : { currentlyExpiredCount: alreadyExpired.size }),
    ...(isKnown
      ? {
          additionallyExpiredCount: additional.length,
          additionallyExpiredBytes,
          possiblyExpiredCount: possible.length,
          savedDollarsPerMonth: dollars(additionallyExpiredBytes),
        }
      : {}),
    inUseExpiredCount: inUseExpired.length,
    lastPulledAt: lastPull(images),
    ...settings,
    missing,
  };
  return { repository, inUseExpired, unfound: unfound(used, images, entry), expiring: expiringOf(proposed) };
}

function verdictsOf(document: PolicyDocument | undefined, inventory: ImageInventory, now: number): Verdict[] {
  const { _images: images, _manifestLists: lists } = inventory;
  return settledVerdicts(evaluate(document?.rules ?? [], images, now, lists), lists);
}

/** The verdicts of the present policy; undefined if it could not be read. */
function currentVerdicts({ file, name }: InventoryEntry, inventory: ImageInventory, now: number, missing: string[]): Verdict[] | undefined {
  const { lifecyclePolicyText: text } = file;
  if (text === undefined) return undefined;
  if (text === null) return [];
  try {
    const place = `${name}, lifecyclePolicyText`;
    const document = parsedPolicy(place, text);
    assertAccepted(place, document, text);
    return verdictsOf(document, inventory, now);
  } catch (error) {
    missing.push(`lifecyclePolicyText: ${messageOf(error)}`);
    return undefined;
  }
}

/** The IDs of the rules that the settings break. A property that could not be read is not judged. */
function brokenRules(entry: InventoryEntry, rules: readonly RuleDefinition[], missing: string[]): string[] {
  const unread = new Set(Object.keys(entry.file.missing).map((value) => PROPERTIES[value]));
  let properties: { readonly [property: string]: unknown };
  try {
    properties = repositoryProperties(entry.file);
  } catch (error) {
    missing.push(`repositoryPolicyText: ${messageOf(error)}`);
    return [];
  }
  const { account, region } = entry.registry;
  const template = {
    stackName: entry.name,
    file: entry.name,
    environment: `${account}/${region}`,
    account,
    resources: { Repository: { Type: 'AWS::ECR::Repository', Properties: properties }, ...scanningResource(entry.registry.settings) },
    constructPathOf: () => undefined,
  };
  const { findings } = judge(
    [template],
    rules.filter(({ reads }) => !reads.some((property) => unread.has(property))),
  );
  return [...new Set(findings.map(({ rule }) => rule.id))];
}

/** The properties of the resource, by the values that may be missing. */
const PROPERTIES: { readonly [value: string]: string | undefined } = {
  lifecyclePolicyText: 'LifecyclePolicy',
  repositoryPolicyText: 'RepositoryPolicyText',
  tags: 'Tags',
};

function expiredInUse(
  verdicts: readonly Verdict[],
  used: readonly UsedImage[],
  inventory: ImageInventory,
  now: number,
): Omit<ExpiredImageInUse, 'account' | 'region' | 'repositoryName'>[] {
  if (used.length === 0) return [];
  const removed = verdicts.filter(({ action }) => action !== 'KEEP');
  if (removed.length === 0) return [];
  const reasons = new VerdictReasons(verdicts, inventory._manifestLists, now);
  const byName = new Map(
    removed.flatMap((verdict) => [verdict.image.digest, ...verdict.image.tags].map((name) => [name, verdict] as const)),
  );
  return used.flatMap(({ digestOrTag, usedBy }) => {
    const verdict = byName.get(digestOrTag);
    if (verdict === undefined) return [];
    const { image, action } = verdict;
    const isCertain = action === 'EXPIRE' || action === 'ARCHIVE';
    return [{ digest: image.digest, tags: [...image.tags], usedBy, isCertain, reason: reasons.sentence(verdict) }];
  });
}

/** Images in use of this repository, certainly, that are not among its images. */
function unfound(used: readonly UsedImage[], images: readonly RepositoryImage[], entry: InventoryEntry): UsedImage[] {
  if (used.length === 0) return [];
  const names = new Set(images.flatMap(({ digest, tags }) => [digest, ...tags]));
  return used.filter((image) => !names.has(image.digestOrTag) && isCertainlyOf(image, entry));
}

function expiringOf(verdicts: readonly Verdict[]): ExpiringImage[] {
  return verdicts
    .filter(({ action }) => action === 'EXPIRE' || action === 'MAY_EXPIRE')
    .map(({ image: { digest, tags }, action }) => ({ digest, tags, isCertain: action === 'EXPIRE' }));
}

function lastPull(images: readonly RepositoryImage[]): Date | undefined {
  const last = images.reduce((latest, { lastPulledAt = -Infinity }) => Math.max(latest, lastPulledAt), -Infinity);
  return Number.isFinite(last) ? new Date(last) : undefined;
}

function sumOf(images: readonly RepositoryImage[]): number {
  return images.reduce((sum, { sizeInBytes }) => sum + sizeInBytes, 0);
}
