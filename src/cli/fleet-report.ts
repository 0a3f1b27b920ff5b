import { Section, sectionsOf } from './fleet-sections';
import { summaryOf } from './fleet-summary';
import { FleetPreview } from '../fleet/fleet-preview';

/** Formats a report for a person. */
export function formatFleet(preview: FleetPreview): string {
  const sections = sectionsOf(preview).map(({ title, columns, rows, more }) => [title, ...aligned([columns, ...rows]), ...rest(more)]);
  return `${[summaryOf(preview), ...sections].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Formats a report in Markdown, such as for the summary of a pipeline. */
export function formatFleetAsMarkdown(preview: FleetPreview): string {
  const summary = ['### Amazon ECR repositories', '', ...summaryOf(preview).map((line) => `- ${escaped(line)}`)];
  return `${[summary, ...sectionsOf(preview).map(sectionAsMarkdown)].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Formats a report as JSON. The keys stay the same from release to release; new keys may be added. */
export function formatFleetAsJson({ totals, repositories, inUseExpired, sameLayers, unread, _facts }: FleetPreview): string {
  const inUseNotFound = _facts.inUseNotFound.map(({ repository, digestOrTag, usedBy }) => ({
    repositoryName: repository?.name,
    host: repository?.host,
    digestOrTag,
    usedBy,
  }));
  return `${JSON.stringify({ totals, repositories, inUseExpired, inUseNotFound, sameLayers, unread }, undefined, 2)}\n`;
}

function sectionAsMarkdown({ title, columns, rows, more }: Section): string[] {
  const row = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  const line = `| ${columns.map(() => '---').join(' | ')} |`;
  return [`#### ${title}`, '', row(columns), line, ...rows.map(row), ...rest(more).flatMap((text) => ['', text])];
}

function escaped(text: string): string {
  return text.replace(/[|\\<>`*_[\]]/g, '\\$&').replace(/\s+/g, ' ');
}

function rest(more: number): string[] {
  return more === 0 ? [] : [`and ${more.toLocaleString('en')} more, which --format json lists`];
}

function aligned(cells: readonly (readonly string[])[]): string[] {
  const rows = cells.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ')));
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}
