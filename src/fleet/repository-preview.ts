import { brokenRules } from './broken-rules';
import { ExpiredImageInUse, FleetRepository, ImagesWithSameLayers } from './fleet-repository';
import { ImagesInUse, isCertainlyOf, UsedImage } from './images-in-use';
import { InventoryEntry } from './inventory';
import { AdditionalAction, additionalActions, differenceOf, sumHaving } from './policy-difference';
import { presentPolicy } from './present-policy';
import { ReleaseTags } from './release-tags';
import { sameLayers, storedLayers, StoredLayers } from './stored-layers';
import { PolicyDocument } from '../lifecycle/core/document';
import { evaluate } from '../lifecycle/core/evaluation';
import { RepositoryImage } from '../lifecycle/core/images';
import { VerdictReasons } from '../lifecycle/core/reasons';
import { dollarsPerMonth } from '../lifecycle/core/storage-size';
import { settledVerdicts, Verdict } from '../lifecycle/core/verdicts';
import { ImageInventory } from '../lifecycle/image-inventory';
import { RuleDefinition } from '../rules/rule-definition';

/** The proposal for a repository. */
export interface Proposal {
  /** None for a repository without a policy. */
  readonly document?: PolicyDocument;
}

/** What is evaluated for each repository. */
export interface Evaluation {
  /** Returns the proposal for a repository, or undefined for a repository that stays as it is. None if nothing is proposed for any repository. */
  readonly proposed?: (entry: InventoryEntry) => Proposal | undefined;
  /** Whether the proposal is compared with the present policy. */
  readonly current: boolean;
  readonly now: number;
  readonly pricePerGbMonth: number;
  readonly rules: readonly RuleDefinition[];
  /** The tags of releases. */
  readonly releases: readonly ReleaseTags[];
  readonly inUse: ImagesInUse;
}

/** The result for one repository. */
export interface RepositoryResult {
  readonly repository: FleetRepository;
  readonly inUseExpired: readonly ExpiredImageInUse[];
  /** The releases that expire, or may. */
  readonly expiredReleases: readonly ExpiredRelease[];
  readonly sameLayers: readonly ImagesWithSameLayers[];
}

/** A release that expires, or may. */
export interface ExpiredRelease {
  readonly pattern: ReleaseTags;
  readonly digest: string;
  readonly tags: readonly string[];
  readonly isCertain: boolean;
  readonly needsManifests: boolean;
}

/** Evaluates a repository. */
export function previewRepository(entry: InventoryEntry, evaluation: Evaluation): RepositoryResult {
  const { registry, file } = entry;
  const { inventory, missing: unusable } = entry.images();
  const missing = Object.entries({ ...file.missing, ...unusable }).map(([value, reason]) => `${value}: ${reason}`);
  const place = { account: registry.account, region: registry.region, repositoryName: entry.name };
  const settings = {
    createdAt: dateOf(file.repository.createdAt),
    brokenRules: brokenRules(entry, evaluation.rules, missing),
    hasOwner: file.tags?.some(({ Key }) => /^(owner|team)$/i.test(Key)),
  };
  const used = evaluation.inUse.of(entry);
  evaluation.inUse.notice(used, inventory?._images);
  if (inventory === undefined) {
    return { repository: { ...place, ...settings, missing }, inUseExpired: [], expiredReleases: [], sameLayers: [] };
  }

  const images = inventory._images;
  const { now } = evaluation;
  const proposal = evaluation.proposed?.(entry);
  const needsPresent = evaluation.current || proposal === undefined;
  const present = needsPresent ? presentVerdicts(entry, inventory, now, missing) : undefined;
  // the policy that is in force afterwards
  const after = proposal === undefined ? present : verdictsOf(proposal.document, inventory, now);
  const inUseExpired = after && expiredInUse(after, used, inventory, entry, now).map((one) => ({ ...place, ...one }));
  const expiredReleases = after && releasesOf(after, evaluation.releases);
  // undefined if the present policy could not be read: then it is not known what comes in addition
  const compared = evaluation.current ? present : [];
  const additional = proposal === undefined ? [] : after && compared && additionalActions(after, compared);
  const layers = storedLayers(inventory, compared ?? [], additional ?? []);
  const same = sameLayers(inventory);
  const sizeInBytes = images.reduce((sum, image) => sum + image.sizeInBytes, 0);
  const dollars = (bytes: number) => dollarsPerMonth(bytes, evaluation.pricePerGbMonth);
  const repository: FleetRepository = {
    ...place,
    imageCount: images.length,
    sizeInBytes,
    storedBytes: layers?.stored,
    dollarsPerMonth: dollars(layers?.stored ?? sizeInBytes),
    // with blob mounting, repositories share layers
    isCostExact: layers !== undefined && registry.settings.settings.BLOB_MOUNTING === 'DISABLED',
    ...(evaluation.current && present !== undefined ? numbersOfPresent(present, layers) : {}),
    ...(evaluation.proposed === undefined || additional === undefined ? {} : numbersOfProposal(additional, layers, dollars)),
    inUseExpiredCount: inUseExpired?.length,
    ...(evaluation.releases.length > 0 ? { releasesExpiredCount: expiredReleases?.length } : {}),
    sameLayersCount: layers && same.reduce((sum, group) => sum + group.images.length, 0),
    lastPulledAt: lastPull(images),
    ...settings,
    missing,
  };
  return {
    repository,
    inUseExpired: inUseExpired ?? [],
    expiredReleases: expiredReleases ?? [],
    sameLayers: same.map((group) => ({
      ...place,
      digests: group.images.map(({ digest }) => digest),
      tags: group.images.flatMap(({ tags }) => tags),
      layerBytes: group.bytes,
    })),
  };
}

function verdictsOf(document: PolicyDocument | undefined, inventory: ImageInventory, now: number): Verdict[] {
  const { _images: images, _manifestLists: lists } = inventory;
  return settledVerdicts(evaluate(document?.rules ?? [], images, now, lists), lists);
}

/** The verdicts of the present policy; undefined if it could not be read. */
function presentVerdicts(entry: InventoryEntry, inventory: ImageInventory, now: number, missing: string[]): Verdict[] | undefined {
  const { document, problem } = presentPolicy(entry);
  if (document !== undefined) return verdictsOf(document ?? undefined, inventory, now);
  // of a policy that was not collected, the inventory has the reason
  if (entry.file.lifecyclePolicyText !== undefined) missing.push(`lifecyclePolicyText: ${problem}`);
  return undefined;
}

function numbersOfPresent(present: readonly Verdict[], layers: StoredLayers | undefined): Partial<FleetRepository> {
  const { count, bytes } = sumHaving(present, 'EXPIRE');
  const { count: possible } = sumHaving(present, 'MAY_EXPIRE');
  return {
    currentlyExpiredCount: count,
    currentlyExpiredBytes: bytes,
    currentlyFreedBytes: layers?.currentlyFreed,
    currentlyPossiblyExpiredCount: possible,
    currentlyKeptCount: present.length - count - possible,
  };
}

function numbersOfProposal(
  additional: readonly AdditionalAction[],
  layers: StoredLayers | undefined,
  dollars: (bytes: number) => number,
): Partial<FleetRepository> {
  const { expired, possiblyExpired, archived, possiblyArchived } = differenceOf(additional);
  return {
    additionallyExpiredCount: expired.count,
    additionallyExpiredBytes: expired.bytes,
    additionallyFreedBytes: layers?.additionallyFreed,
    possiblyExpiredCount: possiblyExpired.count,
    possiblyExpiredBytes: possiblyExpired.bytes,
    possiblyFreedBytes: layers?.possiblyFreed,
    additionallyArchivedCount: archived.count,
    possiblyArchivedCount: possiblyArchived.count,
    savedDollarsPerMonth: dollars(layers?.additionallyFreed ?? expired.bytes),
    possiblySavedDollarsPerMonth: dollars(layers?.possiblyFreed ?? possiblyExpired.bytes),
  };
}

function expiredInUse(
  verdicts: readonly Verdict[],
  used: readonly UsedImage[],
  inventory: ImageInventory,
  entry: InventoryEntry,
  now: number,
): Omit<ExpiredImageInUse, 'account' | 'region' | 'repositoryName'>[] {
  if (used.length === 0) return [];
  const removed = verdicts.filter(({ action }) => action !== 'KEEP');
  if (removed.length === 0) return [];
  const reasons = new VerdictReasons(verdicts, inventory._manifestLists, now);
  const byName = new Map(removed.flatMap((verdict) => [verdict.image.digest, ...verdict.image.tags].map((name) => [name, verdict])));
  return used.flatMap((one) => {
    const verdict = byName.get(one.digestOrTag);
    if (verdict === undefined) return [];
    const { image, action, needsManifests = false } = verdict;
    const isOfRepository = isCertainlyOf(one, entry);
    const sentence = reasons.sentence(verdict);
    return [
      {
        digest: image.digest,
        tags: [...image.tags],
        usedBy: one.usedBy,
        isCertain: isOfRepository && (action === 'EXPIRE' || action === 'ARCHIVE'),
        reason: isOfRepository ? sentence : `${sentence}, if the image in use is pulled from this repository`,
        needsManifests,
      },
    ];
  });
}

function releasesOf(verdicts: readonly Verdict[], patterns: readonly ReleaseTags[]): ExpiredRelease[] {
  if (patterns.length === 0) return [];
  return verdicts.flatMap(({ image: { digest, tags }, action, needsManifests = false }) => {
    if (action !== 'EXPIRE' && action !== 'MAY_EXPIRE') return [];
    const pattern = patterns.find((one) => tags.some((tag) => one.matches(tag)));
    return pattern === undefined ? [] : [{ pattern, digest, tags, isCertain: action === 'EXPIRE', needsManifests }];
  });
}

function lastPull(images: readonly RepositoryImage[]): Date | undefined {
  const last = images.reduce((latest, { lastPulledAt = -Infinity }) => Math.max(latest, lastPulledAt), -Infinity);
  return Number.isFinite(last) ? new Date(last) : undefined;
}

function dateOf(text: string | undefined): Date | undefined {
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time);
}
