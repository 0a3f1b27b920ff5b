import { costOf, hasStoredLayers, savedAtMost, savingOf } from './fleet-summary';
import { FleetPreview } from '../fleet/fleet-preview';
import { FleetRepository } from '../fleet/fleet-repository';
import { MILLISECONDS_PER_DAY } from '../lifecycle/core/images';
import { formatBytes, formatDollars } from '../lifecycle/core/storage-size';

const MOST_EXPENSIVE = 20;
const MOST_LISTED = 50;
const DAYS_WITHOUT_PULL = 90;

/** A table of a report. */
export interface Section {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The number of rows that are left out. */
  readonly more: number;
}

/** The tables of a report that have rows. */
export function sectionsOf(preview: FleetPreview): Section[] {
  const all = [
    mostExpensive(preview),
    releasesExpired(preview),
    inUseExpired(preview),
    inUseNotFound(preview),
    rulesOf(preview),
    withoutPull(preview),
    sameLayers(preview),
    withoutOwner(preview),
    unread(preview),
  ];
  return all
    .filter(({ rows }) => rows.length > 0)
    .map((section) => ({
      ...section,
      rows: section.rows.slice(0, MOST_LISTED),
      more: Math.max(0, section.rows.length - MOST_LISTED),
    }));
}

type WholeSection = Omit<Section, 'more'>;
type Column = readonly [title: string, cell: (one: FleetRepository) => string];

function mostExpensive({ repositories, _facts: { isProposed } }: FleetPreview): WholeSection {
  const byCost = repositories
    .filter(({ dollarsPerMonth }) => dollarsPerMonth !== undefined)
    .sort((a, b) => Number(b.dollarsPerMonth) - Number(a.dollarsPerMonth))
    .slice(0, MOST_EXPENSIVE);
  const proposed: Column[] = [
    ['IN ADDITION', (one) => counts(one.additionallyExpiredCount, one.possiblyExpiredCount)],
    hasExactCosts(byCost) ? ['SAVES', savingOf] : ['SAVES AT MOST', (one) => format(savedAtMost(one), formatDollars)],
  ];
  const columns: Column[] = [
    ['REPOSITORY', nameOf],
    ['IMAGES', (one) => format(one.imageCount, String)],
    ['SIZE', (one) => format(one.sizeInBytes, formatBytes)],
    ...(byCost.some(hasStoredLayers) ? [['STORED', (one) => format(one.storedBytes, formatBytes)] satisfies Column] : []),
    costColumn(byCost),
    ['EXPIRES', (one) => counts(one.currentlyExpiredCount, one.currentlyPossiblyExpiredCount)],
    ['LEAVES', (one) => counts(one.currentlyKeptCount, one.currentlyPossiblyExpiredCount)],
    ...(isProposed ? proposed : []),
    ['BROKEN RULES', (one) => one.brokenRules.join(', ')],
  ];
  return {
    title: byCost.length < repositories.length ? `The ${byCost.length} most expensive repositories` : 'Repositories by cost',
    columns: columns.map(([title]) => title),
    rows: byCost.map((one) => columns.map(([, cell]) => cell(one))),
  };
}

function releasesExpired({ repositories }: FleetPreview): WholeSection {
  const affected = repositories.filter(({ releasesExpiredCount = 0 }) => releasesExpiredCount > 0);
  return {
    title: 'Repositories with releases that would or may go',
    columns: ['REPOSITORY', 'RELEASES'],
    rows: affected
      .sort((a, b) => Number(b.releasesExpiredCount) - Number(a.releasesExpiredCount))
      .map((one) => [nameOf(one), format(one.releasesExpiredCount, String)]),
  };
}

function inUseExpired({ inUseExpired: expired }: FleetPreview): WholeSection {
  return {
    title: 'Images in use that would go',
    columns: ['REPOSITORY', 'IMAGE', 'CERTAIN', 'USED BY', 'REASON'],
    // what is certain first
    rows: [...expired]
      .sort((a, b) => Number(b.isCertain) - Number(a.isCertain))
      .map((one) => [
        nameOf(one),
        [shortDigest(one.digest), ...one.tags.slice(0, 2)].join(' '),
        one.isCertain ? 'yes' : 'no',
        one.usedBy,
        one.reason,
      ]),
  };
}

function inUseNotFound({ _facts: { inUseNotFound: images } }: FleetPreview): WholeSection {
  return {
    title: 'Images in use that are not there',
    columns: ['REPOSITORY', 'IMAGE', 'USED BY'],
    rows: images.map(({ repository, digestOrTag, usedBy }) => [
      [repository?.host, repository?.name].filter((part) => part !== undefined).join('/'),
      digestOrTag,
      usedBy,
    ]),
  };
}

function rulesOf({ repositories }: FleetPreview): WholeSection {
  const byRule = new Map<string, FleetRepository[]>();
  for (const repository of repositories) {
    for (const rule of repository.brokenRules) {
      const same = byRule.get(rule);
      if (same === undefined) byRule.set(rule, [repository]);
      else same.push(repository);
    }
  }
  return {
    title: 'Broken rules',
    columns: ['RULE', 'REPOSITORIES', 'SUCH AS'],
    rows: [...byRule].sort(([, a], [, b]) => b.length - a.length).map(([rule, broken]) => [rule, String(broken.length), nameOf(broken[0])]),
  };
}

/** A title says "at most" where every amount is a maximum, and each amount where some are. */
function costColumn(repositories: readonly FleetRepository[]): Column {
  return hasExactCosts(repositories) ? ['A MONTH', costOf] : ['AT MOST A MONTH', (one) => format(one.dollarsPerMonth, formatDollars)];
}

function hasExactCosts(repositories: readonly FleetRepository[]): boolean {
  return repositories.some((one) => one.isCostExact === true && hasStoredLayers(one));
}

/** A repository without a pull that is younger is not listed: nobody could pull from it for so long. */
function withoutPull({ repositories, _facts: { now } }: FleetPreview): WholeSection {
  const isOld = (time: Date | undefined) => now - (time?.getTime() ?? 0) > DAYS_WITHOUT_PULL * MILLISECONDS_PER_DAY;
  const old = repositories.filter(({ imageCount = 0, lastPulledAt, createdAt }) => imageCount > 0 && isOld(lastPulledAt ?? createdAt));
  const [costTitle, cost] = costColumn(old);
  return {
    title: `Repositories without a recorded pull for ${DAYS_WITHOUT_PULL} days`,
    columns: ['REPOSITORY', 'LAST PULL', 'SIZE', costTitle],
    rows: old.map((one) => [
      nameOf(one),
      one.lastPulledAt?.toISOString().slice(0, 10) ?? 'none',
      format(one.sizeInBytes, formatBytes),
      cost(one),
    ]),
  };
}

function sameLayers({ sameLayers: groups }: FleetPreview): WholeSection {
  return {
    title: 'Images with the same layers',
    columns: ['REPOSITORY', 'IMAGES', 'LAYERS', 'SUCH AS', 'TAGS'],
    rows: [...groups]
      .sort((a, b) => b.digests.length - a.digests.length)
      .map((one) => [
        nameOf(one),
        String(one.digests.length),
        formatBytes(one.layerBytes),
        one.digests.slice(0, 2).map(shortDigest).join(' '),
        one.tags.slice(0, 3).join(' '),
      ]),
  };
}

function withoutOwner({ repositories }: FleetPreview): WholeSection {
  return {
    title: 'Repositories without a tag owner or team',
    columns: ['REPOSITORY'],
    rows: repositories.filter(({ hasOwner }) => hasOwner === false).map((one) => [nameOf(one)]),
  };
}

function unread({ repositories }: FleetPreview): WholeSection {
  return {
    title: 'Repositories that could not be read completely',
    columns: ['REPOSITORY', 'MISSING'],
    rows: repositories.filter(({ missing }) => missing.length > 0).map((one) => [nameOf(one), one.missing.join('; ')]),
  };
}

function nameOf({ account, region, repositoryName }: Pick<FleetRepository, 'account' | 'region' | 'repositoryName'>): string {
  return `${account} ${region} ${repositoryName}`;
}

function shortDigest(digest: string): string {
  return digest.replace('sha256:', '').slice(0, 12);
}

/** A number that is certain, and the maximum where that is larger. */
function counts(certain: number | undefined, possible = 0): string {
  if (certain === undefined) return 'unknown';
  return possible === 0 ? String(certain) : `${certain} to ${certain + possible}`;
}

function format(value: number | undefined, text: (value: number) => string): string {
  return value === undefined ? 'unknown' : text(value);
}
