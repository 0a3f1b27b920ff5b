import { BASIC_SCAN } from './basic-scan';
import { ScanEvent } from './scan-message';
import { severityCounts } from './severity-counts';

/**
 * A completed first scan in a registry on enhanced scanning: Amazon Inspector sends it, with the ARN of the repository in the
 * place of its name, and the same fields as basic scanning otherwise.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-events.html
 */
export const ENHANCED_SCAN: ScanEvent = {
  ...BASIC_SCAN,
  ruleId: 'EnhancedScan',
  description: 'Enhanced scanning has found vulnerabilities in an image',
  pattern: ({ repository }, severities) => ({
    source: ['aws.inspector2'],
    detailType: ['Inspector2 Scan'],
    detail: {
      'scan-status': ['INITIAL_SCAN_COMPLETE'],
      'repository-name': [repository.repositoryArn],
      'finding-severity-counts': severityCounts(severities),
    },
  }),
};
