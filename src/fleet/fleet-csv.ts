import { FleetRepository } from './fleet-repository';

/** The columns, in this order. New columns are added at the end. */
const COLUMNS: readonly (keyof FleetRepository)[] = [
  'account',
  'region',
  'repositoryName',
  'imageCount',
  'sizeInBytes',
  'dollarsPerMonth',
  'currentlyExpiredCount',
  'additionallyExpiredCount',
  'additionallyExpiredBytes',
  'possiblyExpiredCount',
  'savedDollarsPerMonth',
  'inUseExpiredCount',
  'lastPulledAt',
  'hasOwner',
  'brokenRules',
  'missing',
];

/** Formats repositories as CSV, as RFC 4180 describes it. */
export function formatCsv(repositories: readonly FleetRepository[]): string {
  const rows = repositories.map((repository) => COLUMNS.map((column) => cell(repository[column])).join(','));
  return [COLUMNS.join(','), ...rows, ''].join('\r\n');
}

function cell(value: FleetRepository[keyof FleetRepository]): string {
  if (value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' && !Number.isInteger(value)) return value.toFixed(4);
  const text = Array.isArray(value) ? value.join('; ') : String(value);
  // a spreadsheet evaluates a cell that begins so
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}
