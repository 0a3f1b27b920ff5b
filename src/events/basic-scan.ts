import * as events from 'aws-cdk-lib/aws-events';
import { ScanEvent } from './scan-message';
import { severityCounts } from './severity-counts';

/**
 * A completed scan in a registry on basic scanning: ECR itself sends it, with the plain name of the repository.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export const BASIC_SCAN: ScanEvent = {
  ruleId: 'BasicScan',
  description: 'Basic scanning has found vulnerabilities in an image',
  pattern: ({ repository, account, region }, severities) => ({
    source: ['aws.ecr'],
    // a name is not unique on a bus that other accounts or Regions forward their events to
    account: [account],
    region: [region],
    detailType: ['ECR Image Scan'],
    detail: {
      'scan-status': ['COMPLETE'],
      'repository-name': [repository.repositoryName],
      'finding-severity-counts': severityCounts(severities),
    },
  }),
  found: () => events.EventField.fromPath('$.detail.finding-severity-counts'),
  digest: () => events.EventField.fromPath('$.detail.image-digest'),
  image: () => `${BASIC_SCAN.digest()}, tags ${events.EventField.fromPath('$.detail.image-tags')}`,
};
