import { FleetPreview } from '../fleet/fleet-preview';
import { FleetRepository, FleetTotals } from '../fleet/fleet-repository';
import { formatBytes } from '../lifecycle/preview-format';

const MOST_LISTED = 20;
const DAYS_WITHOUT_PULL = 90;

interface Section {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Formats a report for a person. */
export function formatFleet(preview: FleetPreview): string {
  const sections = sectionsOf(preview).map(({ title, columns, rows }) => [title, ...aligned([columns, ...rows])].join('\n'));
  return `${[summaryOf(preview.totals), ...sections].join('\n\n')}\n`;
}

/** Formats a report in Markdown, such as for the summary of a pipeline. */
export function formatFleetAsMarkdown(preview: FleetPreview): string {
  const escaped = (text: string) => text.replace(/[|\\<>`*_[\]]/g, '\\$&').replace(/\s+/g, ' ');
  const row = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  const sections = sectionsOf(preview).map(({ title, columns, rows }) =>
    [`#### ${title}`, '', row(columns), row(columns.map(() => '---')).replace(/\\/g, ''), ...rows.map(row)].join('\n'),
  );
  return `${['### Amazon ECR repositories', summaryOf(preview.totals), ...sections].join('\n\n')}\n`;
}

/** Formats a report as JSON. The keys stay the same from release to release; new keys may be added. */
export function formatFleetAsJson({ totals, repositories, inUseExpired, _unfound: unfound, _unread: unread }: FleetPreview): string {
  return `${JSON.stringify({ totals, repositories, inUseExpired, inUseNotFound: unfound, unread }, undefined, 2)}\n`;
}

function summaryOf(totals: FleetTotals): string {
  const { repositoryCount, imageCount, sizeInBytes, dollarsPerMonth, additionallyExpiredCount, additionallyExpiredBytes } = totals;
  const lines = [
    `${plural(repositoryCount, 'repository')}, ${plural(imageCount, 'image')}, ${formatBytes(sizeInBytes)}, at most ${dollars(dollarsPerMonth)} a month`,
    `the present policies expire ${plural(totals.currentlyExpiredCount, 'image')}`,
    `the proposed policy expires ${plural(additionallyExpiredCount, 'image')} in addition, ${formatBytes(additionallyExpiredBytes)}, ` +
      `saving at most ${dollars(totals.savedDollarsPerMonth)} a month; ${plural(totals.possiblyExpiredCount, 'further image')} may expire`,
    `${plural(totals.inUseExpiredCount, 'use')} of images that would go`,
    `${plural(totals.repositoriesWithBrokenRules, 'repository')} with broken rules`,
    ...(totals.incompleteRepositories > 0 ? [`${plural(totals.incompleteRepositories, 'repository')} could not be read completely`] : []),
  ];
  return lines.join('\n');
}

function sectionsOf({ repositories, inUseExpired }: FleetPreview): Section[] {
  const byCost = [...repositories].sort((a, b) => (b.dollarsPerMonth ?? 0) - (a.dollarsPerMonth ?? 0));
  const now = Date.now();
  const withoutPull = repositories.filter(
    ({ lastPulledAt, imageCount = 0 }) => imageCount > 0 && now - (lastPulledAt?.getTime() ?? 0) > DAYS_WITHOUT_PULL * 86_400_000,
  );
  const sections: Section[] = [
    {
      title: `The most expensive repositories (at most ${MOST_LISTED})`,
      columns: ['REPOSITORY', 'IMAGES', 'SIZE', 'AT MOST A MONTH', 'EXPIRES IN ADDITION', 'BROKEN RULES'],
      rows: byCost
        .slice(0, MOST_LISTED)
        .map((one) => [
          nameOf(one),
          known(one.imageCount, String),
          known(one.sizeInBytes, formatBytes),
          known(one.dollarsPerMonth, dollars),
          known(one.additionallyExpiredCount, String),
          one.brokenRules.join(', '),
        ]),
    },
    {
      title: 'Images in use that would go',
      columns: ['REPOSITORY', 'IMAGE', 'USED BY', 'REASON'],
      rows: inUseExpired.map((one) => [nameOf(one), [one.digest.slice(0, 19), ...one.tags.slice(0, 2)].join(' '), one.usedBy, one.reason]),
    },
    {
      title: `Repositories without a recorded pull for ${DAYS_WITHOUT_PULL} days`,
      columns: ['REPOSITORY', 'LAST PULL', 'SIZE'],
      rows: withoutPull.map((one) => [
        nameOf(one),
        one.lastPulledAt?.toISOString().slice(0, 10) ?? 'none',
        known(one.sizeInBytes, formatBytes),
      ]),
    },
    {
      title: 'Repositories without a tag owner or team',
      columns: ['REPOSITORY'],
      rows: repositories.filter(({ hasOwner }) => hasOwner === false).map((one) => [nameOf(one)]),
    },
    {
      title: 'Repositories that could not be read completely',
      columns: ['REPOSITORY', 'MISSING'],
      rows: repositories.filter(({ missing }) => missing.length > 0).map((one) => [nameOf(one), one.missing.join('; ')]),
    },
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

function nameOf({ account, region, repositoryName }: Pick<FleetRepository, 'account' | 'region' | 'repositoryName'>): string {
  return `${account} ${region} ${repositoryName}`;
}

function known<T>(value: T | undefined, format: (value: T) => string): string {
  return value === undefined ? 'unknown' : format(value);
}

function dollars(value: number): string {
  return `$${value.toFixed(2)}`;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : `${noun.replace(/y$/, 'ie')}s`}`;
}
