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
  'currentlyExpiredBytes',
  'currentlyPossiblyExpiredCount',
  'additionallyExpiredCount',
  'additionallyExpiredBytes',
  'possiblyExpiredCount',
  'possiblyExpiredBytes',
  'additionallyArchivedCount',
  'possiblyArchivedCount',
  'savedDollarsPerMonth',
  'possiblySavedDollarsPerMonth',
  'inUseExpiredCount',
  'releasesExpiredCount',
  'createdAt',
  'lastPulledAt',
  'hasOwner',
  'brokenRules',
  'missing',
  'storedBytes',
  'isCostExact',
  'currentlyFreedBytes',
  'additionallyFreedBytes',
  'possiblyFreedBytes',
  'sameLayersCount',
  'currentlyKeptCount',
];

/** Formats repositories as CSV, as RFC 4180 describes it, with line feeds. */
export function formatCsv(repositories: readonly FleetRepository[]): string {
  const rows = repositories.map((repository) => COLUMNS.map((column) => cell(repository[column])).join(','));
  return [COLUMNS.join(','), ...rows, ''].join('\n');
}

function cell(value: FleetRepository[keyof FleetRepository]): string {
  if (value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toFixed(4);
  const text = Array.isArray(value) ? value.join('; ') : String(value);
  // a spreadsheet evaluates a cell that begins so
  const harmless = /^\s*[=+\-@]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}
