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

function unmatched({ hasFilters, ...scan }: RegistryScan, names = 'the name'): string {
  return hasFilters ? `no filter of ${configuration(scan)} matches ${names}` : `${configuration(scan)} has no filters`;
}

function configuration({ scanner, path }: Pick<RegistryScan, 'scanner' | 'path'>): string {
  return `the ${scanner === 'BASIC' ? 'basic' : 'enhanced'} scanning configuration ${path}`;
}

const REMEDY = 'or acknowledge this warning with the reason.';

/**
 * Finds a repository that enhanced scanning does not scan: then its scan-on-push setting has no effect. What basic scanning does with a repository
 * that no filter matches is not documented.
 * @param effect what follows for the construct that is checked
 */
export function notScanned(scan: RegistryScan | undefined, name: () => string | undefined, effect = 'images are not scanned'): Finding[] {
  if (scan?.scanner !== 'ENHANCED' || scan.frequency !== undefined) return [];
  const problem = unmatched(scan, `the name ${quoted(name())}`);
  return [warningFinding('not-scanned', `${problem}, so that ${effect}. Add a filter that matches the name, ${REMEDY}`)];
}

/**
 * Finds a namespace whose repositories are not scanned. Repositories that are created from a template have no scan-on-push setting.
 * @param namespace undefined for the root of the registry
 */
export function notScannedBelow(scan: RegistryScan | undefined, namespace: string | undefined): Finding[] {
  if (scan === undefined || scan.frequency !== undefined) return [];
  const names = namespace === undefined ? 'the name of a repository' : `a name below ${quoted(`${namespace}/`)}`;
  const problem = `${unmatched(scan, names)}, so that images in the repositories of the template are not scanned on push`;
  return [
    warningFinding('not-scanned', `${problem}. Add a filter such as ${quoted(`${namespace ?? ''}/*`.replace(/^\//, ''))}, ${REMEDY}`),
  ];
}
