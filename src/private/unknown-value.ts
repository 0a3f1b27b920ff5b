import { Token } from 'aws-cdk-lib';

/**
 * The values that the look-ups of `aws-cdk-lib` return before the AWS CDK CLI has looked them up. The CLI runs the app once to find out
 * which values are missing, and discards the templates of that run. The `defaultValue` of a look-up is not one of these.
 *
 * Words that users also choose (`TEST` of `DatabaseInstance.fromLookup`) and the valid account 123456789012 are not recognized.
 */
const IN_TEXT =
  // ssm.StringParameter.valueFromLookup; ecr.Repository.fromLookup and iam.Role.fromLookup, also as the end of an ARN
  /dummy-value-for-[\w./-]*|(?:arn:[^:]*:[a-z-]+:[a-z0-9-]*:123456789012:[a-z]+\/)?DUMMY_ARN/g;

/** Values that users also write as a part of a text, such as `web-s-12345`, so that only the whole value or its ARN is a placeholder. */
const WHOLE = [
  ofArn('kms', 'key', '1234abcd-12ab-34cd-56ef-1234567890ab'), // kms.Key.fromLookup
  ofArn('route53', 'hostedzone', 'DUMMY'), // route53.HostedZone.fromLookup
  /^dummy1[a-c]$/, // Stack.availabilityZones, ec2.Vpc.fromLookup
  ofArn('ec2', 'vpc', 'vpc-12345'), // ec2.Vpc.fromLookup, the load balancers' fromLookup
  ofArn('ec2', 'subnet', '[sp]-(?:12345|67890)'), // ec2.Vpc.fromLookup
  ofArn('ec2', 'route-table', 'rtb-\\d{5}[sp]'), // ec2.Vpc.fromLookup
  /^1\.2\.3\.4\/5$/, // ec2.Vpc.fromLookup
  ofArn('ec2', 'security-group', 'sg-(?:1234|12345678|123456789012)'), // ec2.SecurityGroup.fromLookup…, load balancers, listeners
  ofArn('ec2', 'image', 'ami-1234'), // ec2.MachineImage.lookup
  ofArn('ec2', 'prefix-list', 'pl-xxxxxxxx'), // ec2.PrefixList.fromLookup
  // the load balancers' and listeners' fromLookup
  /^arn:[^:]*:elasticloadbalancing:us-west-2:123456789012:(?:loadbalancer|listener)\/\w+\/my-load-balancer\/50dc6c495c0c9188(?:\/\w+)?$/,
  /^my-load-balancer-1234567890(?:12)?\.us-west-2\.elb\.amazonaws\.com$/,
  ofArn('route53', 'hostedzone', 'Z3DZXE0EXAMPLE'),
  /^TEST(?:ARN|ID|ADDRESS|READERADDRESS)$/, // rds.DatabaseInstance.fromLookup, rds.DatabaseCluster.fromLookup
];

/** Matches an ID, or the ARN that ends with it. */
function ofArn(service: string, type: string, id: string): RegExp {
  return new RegExp(`^(?:arn:[^:]*:${service}:[^:]*:[^:]*:${type}/)?${id}$`);
}

/** Returns whether a text is or contains the placeholder of a look-up. */
export function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && (value.search(IN_TEXT) >= 0 || isWhole(value));
}

/** Replaces each placeholder of a text, so that the literal parts can be checked. */
export function withPlaceholdersAs(text: string, replacement: string): string {
  return isWhole(text) ? replacement : text.replace(IN_TEXT, replacement);
}

function isWhole(text: string): boolean {
  return WHOLE.some((placeholder) => placeholder.test(text));
}

/** Returns whether a value is at least partly unknown in this run of the app: a token, or the placeholder of a look-up. */
export function isUnknown(value: unknown): boolean {
  return Token.isUnresolved(value) || isPlaceholder(value);
}

/** Returns whether two values are both known and differ. */
export function areKnownToDiffer(one: string, other: string): boolean {
  return one !== other && !isUnknown(one) && !isUnknown(other);
}
