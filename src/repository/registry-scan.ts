import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { compareEnvironments, RegistrySettings } from './registry-settings';
import { FilterMatch, filterMatch, filterMatchBelow, matchOfRule } from './scanning-filters';
import { isIntrinsic } from '../private/intrinsics';

/** How the registry of an app scans the images of a repository. */
export interface RegistryScan {
  readonly scanner: 'BASIC' | 'ENHANCED';
  /** When images are scanned; undefined if no filter matches. */
  readonly frequency: 'CONTINUOUS_SCAN' | 'SCAN_ON_PUSH' | undefined;
  /** Whether the configuration has filters. */
  readonly hasFilters: boolean;
  /** The construct path of the scanning configuration. */
  readonly path: string;
}

/**
 * Returns how the scanning configuration of the app scans a repository of a stack. Undefined if that is not known at synthesis.
 * @param name returns the name of the repository, which most apps do not require, because they have no scanning configuration
 */
export function scanOfRepository(stack: Stack, name: () => string | undefined): RegistryScan | undefined {
  // once for all filters, of which there can be 200
  let known: { readonly name: string | undefined } | undefined;
  return registryScan(stack, (filter) => filterMatch(filter, (known ??= { name: name() }).name));
}

/** Returns how it can scan repositories below a namespace, or all repositories of the registry without one. */
export function scanBelow(stack: Stack, namespace: string | undefined): RegistryScan | undefined {
  return registryScan(stack, (filter) => (namespace === undefined ? 'whole' : filterMatchBelow(filter, namespace)));
}

/**
 * Returns how the scanning configuration that the app deploys to the account and Region of a stack scans images. Undefined if the app has no
 * configuration, or if what it does is known only at deployment.
 */
function registryScan(stack: Stack, matchOf: (filter: unknown) => FilterMatch): RegistryScan | undefined {
  const configurations = RegistrySettings.of(stack).all.filter(({ type }) => type === 'AWS::ECR::RegistryScanningConfiguration');
  const [configuration, ...others] = configurations.filter(({ resource }) => compareEnvironments(resource.stack, stack) === 'same');
  // which of several is deployed last is not known
  if (configuration === undefined || others.length > 0 || configuration.isConditional) return undefined;
  const { ScanType: scanner, Rules: rules } = configuration.rendered.Properties;
  if ((scanner !== 'BASIC' && scanner !== 'ENHANCED') || isIntrinsic(rules)) return undefined;
  const matches = [rules ?? []].flat().map((rule) => matchOfRule(rule, matchOf));
  const isMatch = (match: FilterMatch) => match === 'whole' || match === 'part';
  const { path } = (configuration.resource as IConstruct).node;
  // if both match, images are scanned continuously
  for (const frequency of ['CONTINUOUS_SCAN', 'SCAN_ON_PUSH'] as const) {
    const ofFrequency = matches.filter((rule) => rule.frequency === frequency || isIntrinsic(rule.frequency));
    if (ofFrequency.some((rule) => isMatch(rule.match) && rule.frequency === frequency)) {
      return { scanner, frequency, hasFilters: true, path };
    }
    if (ofFrequency.some((rule) => rule.match !== 'none')) return undefined;
  }
  return { scanner, frequency: undefined, hasFilters: matches.length > 0, path };
}
