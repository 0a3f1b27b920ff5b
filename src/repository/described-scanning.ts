import { RegistryScan } from './registry-scan';
import { Finding, warningFinding } from '../private/finding';
import { quoted } from '../private/format-value';
import { Intrinsic, intrinsicText, isIntrinsic } from '../private/intrinsics';

/**
 * Describes which scanner scans the images of a repository, and when.
 * @param scanOnPush the setting of the repository
 * @param scan the scanning of the registry, if the app configures it
 */
export function describeScanning(scanOnPush: boolean | Intrinsic, scan: RegistryScan | undefined): string {
  if (scan?.frequency !== undefined) return describeRegistryScan(scan);
  if (scan?.scanner === 'ENHANCED') return `images are not scanned: ${unmatched(scan)}`;
  if (isIntrinsic(scanOnPush)) {
    return `whether images are scanned on push is known only at deployment: ${intrinsicText(scanOnPush)}`;
  }
  if (!scanOnPush) return 'images are not scanned on push';
  if (scan === undefined) return 'every image is scanned on push while the registry uses basic scanning';
  if (!scan.hasFilters) return `every image is scanned on push, by basic scanning (${scan.path})`;
  return `${unmatched(scan)}; whether the scan-on-push setting of the repository still takes effect is not documented`;
}

function describeRegistryScan({ scanner, frequency, path }: RegistryScan): string {
  if (scanner === 'BASIC') return `every image is scanned on push, by basic scanning (${path})`;
  return frequency === 'CONTINUOUS_SCAN'
    ? `every image is scanned on push and again when vulnerabilities are published, by Amazon Inspector (${path})`
    : `every image is scanned on push, by Amazon Inspector (${path})`;
}

function unmatched({ scanner, hasFilters, path }: RegistryScan): string {
  const configuration = `the ${scanner === 'BASIC' ? 'basic' : 'enhanced'} scanning configuration ${path}`;
  return hasFilters ? `no filter of ${configuration} matches the name` : `${configuration} has no filters`;
}

/**
 * Warns if enhanced scanning does not scan a repository: then its scan-on-push setting has no effect. What basic scanning does with a repository
 * that no filter matches is not documented.
 */
export function notScanned(scan: RegistryScan | undefined, name: () => string | undefined): Finding[] {
  if (scan?.scanner !== 'ENHANCED' || scan.frequency !== undefined) return [];
  return [
    warningFinding(
      'not-scanned',
      `${unmatched(scan)}${scan.hasFilters ? ` ${quoted(name())}` : ''}, so that images are not scanned. ` +
        'Add a filter that matches the name, or acknowledge this warning with the reason.',
    ),
  ];
}
