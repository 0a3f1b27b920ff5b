import { memberOf } from '../../private/intrinsics';
import { filterMatch, matchOfRule } from '../../repository/scanning-filters';
import { guardClauses } from '../guard-clauses';
import { Judgement, REPOSITORIES, RuleDefinition, unknownUntilDeployment } from '../rule-definition';
import { isKnown, isTrue } from '../template-values';

const PROPERTY = 'ImageScanningConfiguration.ScanOnPush';

export const SCANNED_ON_PUSH: RuleDefinition = {
  id: 'scanned-on-push',
  title: 'Images are scanned when they are pushed',
  severity: 'error',
  risk: 'Vulnerabilities in images that are not scanned remain unknown.',
  remedy:
    'Set imageScanOnPush: true (ScanOnPush in the template), or deploy a scanning configuration of the registry whose filters match the repository.',
  controls: ['AWS Security Hub ECR.1', 'AWS Control Tower CT.ECR.PR.2', 'NIST SP 800-53 Rev. 5 RA-5', 'PCI DSS 3.2.1 6.3.2 and 11.2.3'],
  appliesTo: REPOSITORIES,
  reads: ['ImageScanningConfiguration', 'RepositoryName'],
  guardVariables: [
    // a filter that names repositories is not compared with their names
    `let scanned_registries = Resources.*[ Type == 'AWS::ECR::RegistryScanningConfiguration' ].Properties.Rules[ ScanFrequency IN ['SCAN_ON_PUSH', 'CONTINUOUS_SCAN'] ].RepositoryFilters[ Filter == /^\\*+$/ ]`,
  ],
  guard: () => [...guardClauses(PROPERTY, '== true', '== /(?i)^true$/'), '  or %scanned_registries !empty'],
  judge({ properties, scanningRules }): readonly Judgement[] {
    const scanOnPush = memberOf(properties.ImageScanningConfiguration, 'ScanOnPush');
    if (!isKnown(scanOnPush)) return unknownUntilDeployment(PROPERTY);
    if (isTrue(scanOnPush)) return [];
    const coverage = coverageByRegistry(scanningRules, properties.RepositoryName);
    if (coverage !== 'not scanned') return coverage === 'scanned' ? [] : unknownUntilDeployment(PROPERTY);
    return [{ property: PROPERTY, problem: `is ${scanOnPush === undefined ? 'not set' : 'false'}, so images are not scanned on push` }];
  },
};

/** Whether a scanning configuration that the app deploys scans the repository. A filter without a wildcard that is a part of the name may match it. */
function coverageByRegistry(scanningRules: readonly unknown[], name: unknown): 'scanned' | 'may be scanned' | 'not scanned' {
  const coverages = scanningRules.map((rule) => {
    const { frequency, match } = matchOfRule(rule, (filter) => filterMatch(filter, name));
    if (match === 'none' || (isKnown(frequency) && frequency !== 'SCAN_ON_PUSH' && frequency !== 'CONTINUOUS_SCAN')) return 'not scanned';
    return match === 'whole' && isKnown(frequency) ? 'scanned' : 'may be scanned';
  });
  return (['scanned', 'may be scanned'] as const).find((coverage) => coverages.includes(coverage)) ?? 'not scanned';
}
