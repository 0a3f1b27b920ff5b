import { FleetPreview } from '../fleet/fleet-preview';
import { FleetRepository, FleetTotals } from '../fleet/fleet-repository';
import { formatBytes, formatDollars } from '../lifecycle/core/storage-size';

/** Formats the totals of a report, one line each. */
export function summaryOf(preview: FleetPreview): string[] {
  const { totals, unread, _facts: facts } = preview;
  const { imageCount, sizeInBytes = 0, storedBytes = 0 } = totals;
  const { repositoryCount, repositoriesWithBrokenRules: broken, incompleteRepositories: incomplete } = totals;
  const stored = storedBytes > 0 ? `, ${formatBytes(storedBytes)} stored` : '';
  const cost = imageCount === undefined ? '' : `, ${formatBytes(sizeInBytes)}${stored}, ${costOf(totals)} a month`;
  return [
    `${plural(repositoryCount, 'repository')}, ${known(imageCount, images)}${cost}${unknown(preview, ({ imageCount: count }) => count)}`,
    `present policies: ${presentOf(preview)}`,
    ...(facts.isProposed ? [`proposed policy: ${proposalOf(preview)}`] : []),
    ...(facts.releaseTags.length > 0
      ? [
          `releases: ${known(totals.releasesExpiredCount, images)} with a tag ${facts.releaseTags.join(' or ')} would or may expire` +
            unknown(preview, ({ releasesExpiredCount }) => releasesExpiredCount),
        ]
      : []),
    `in use: ${usesOf(preview)}`,
    ...(preview.repositories.some(hasStoredLayers) ? [`layers: ${sameLayersOf(preview)}`] : []),
    `rules: ${plural(broken, 'repository')} with broken rules`,
    ...(incomplete > 0 ? [`not read: values of ${plural(incomplete, 'repository')}`] : []),
    ...unread.map((one) => `not read: ${one}`),
  ];
}

function presentOf(preview: FleetPreview): string {
  const { imageCount = 0, currentlyExpiredCount: expired, currentlyExpiredBytes: bytes = 0 } = preview.totals;
  const { currentlyPossiblyExpiredCount: possible = 0 } = preview.totals;
  if (expired === undefined) return 'not known';
  const isKnown = preview.repositories.every(({ currentlyExpiredCount }) => currentlyExpiredCount !== undefined);
  const left = imageCount - expired;
  const leave = isKnown ? `, leave ${possible > 0 ? `at least ${images(left - possible)}` : images(left)}` : '';
  const freed = freeing(preview.totals, preview.totals.currentlyFreedBytes);
  return `expire ${images(expired)}, ${formatBytes(bytes)}${freed}${further('may expire', possible)}${leave}${unknown(preview, (one) => one.currentlyExpiredCount)}`;
}

function proposalOf(preview: FleetPreview): string {
  const { additionallyExpiredCount: expired, additionallyExpiredBytes: bytes = 0 } = preview.totals;
  const { possiblyExpiredCount = 0, additionallyArchivedCount = 0, possiblyArchivedCount = 0 } = preview.totals;
  if (expired === undefined) return 'not known';
  return (
    `expires ${images(expired)} in addition, ${formatBytes(bytes)}${freeing(preview.totals, preview.totals.additionallyFreedBytes)}, ` +
    `saving ${savingOf(preview.totals)} a month` +
    further('may expire', possiblyExpiredCount) +
    further('archives', additionallyArchivedCount) +
    further('may archive', possiblyArchivedCount) +
    unknown(preview, (one) => one.additionallyExpiredCount)
  );
}

function usesOf(preview: FleetPreview): string {
  const { _facts: facts, totals } = preview;
  if (facts.inUseCount === 0) return 'no image is known to be in use';
  const { inUseExpiredCount: expired } = totals;
  const notFound = facts.inUseNotFound.length;
  return (
    `${expired === undefined ? 'an unknown number' : number(expired)} of ${plural(facts.inUseCount, 'use')} would or may lose the image` +
    (notFound === 0 ? '' : `, ${number(notFound)} ${notFound === 1 ? 'has' : 'have'} an image that is not there`) +
    unknown(preview, (one) => one.inUseExpiredCount)
  );
}

function sameLayersOf(preview: FleetPreview): string {
  const { sameLayersCount: count = 0 } = preview.totals;
  return (
    `${images(count)} ${count === 1 ? 'has' : 'have'} the same layers as another one of the repository` +
    unknown(preview, ({ sameLayersCount }) => sameLayersCount)
  );
}

function freeing({ storedBytes = 0 }: FleetTotals, bytes: number | undefined): string {
  return storedBytes > 0 && bytes !== undefined ? `, freeing ${formatBytes(bytes)}` : '';
}

function further(what: string, count: number): string {
  return count === 0 ? '' : `; ${what} ${number(count)} more`;
}

/** How many repositories a total does not have. */
function unknown({ repositories }: FleetPreview, value: (repository: FleetRepository) => number | undefined): string {
  const count = repositories.filter((one) => value(one) === undefined).length;
  return count === 0 ? '' : `; not known of ${plural(count, 'repository')}`;
}

function known(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? 'an unknown number of images' : format(value);
}

function images(count: number): string {
  return plural(count, 'image');
}

/** Whether a repository has layers that are known. */
export function hasStoredLayers({ storedBytes = 0 }: FleetRepository): boolean {
  return storedBytes > 0;
}

/** The amounts of a repository or of a fleet. */
type Amounts = Pick<
  FleetRepository | FleetTotals,
  | 'dollarsPerMonth'
  | 'isCostExact'
  | 'savedDollarsPerMonth'
  | 'possiblySavedDollarsPerMonth'
  | 'additionallyArchivedCount'
  | 'possiblyArchivedCount'
>;

/** The cost per month, which is a maximum unless layers are known. */
export function costOf({ dollarsPerMonth, isCostExact }: Amounts): string {
  return dollarsPerMonth === undefined ? 'unknown' : `${isCostExact ? '' : 'at most '}${formatDollars(dollarsPerMonth)}`;
}

/** What a policy saves per month. AWS does not document the cost of layers that archived images share with others. */
export function savingOf(amounts: Amounts): string {
  const { savedDollarsPerMonth: certain, isCostExact, additionallyArchivedCount = 0, possiblyArchivedCount = 0 } = amounts;
  if (certain === undefined) return 'unknown';
  const most = formatDollars(savedAtMost(amounts) ?? 0);
  if (!isCostExact || additionallyArchivedCount + possiblyArchivedCount > 0) return `at most ${most}`;
  return formatDollars(certain) === most ? most : `${formatDollars(certain)} to ${most}`;
}

/** The dollars that a policy saves a month at most, with the images that it may expire. */
export function savedAtMost({ savedDollarsPerMonth: certain, possiblySavedDollarsPerMonth: possible = 0 }: Amounts): number | undefined {
  return certain === undefined ? undefined : certain + possible;
}

function plural(count: number, noun: string): string {
  return `${number(count)} ${count === 1 ? noun : `${noun.replace(/y$/, 'ie')}s`}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
