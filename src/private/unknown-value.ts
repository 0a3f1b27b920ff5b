import { Token } from 'aws-cdk-lib';

/**
 * What the look-ups of `aws-cdk-lib` return before the AWS CDK CLI has looked: the app runs once to learn what is missing, and its
 * templates are thrown away. A value that a user chose as `defaultValue` is a value, not one of these.
 *
 * Not among them are words that are as well a user's own (`TEST` of `DatabaseInstance.fromLookup`) or the true account 123456789012.
 */
const PLACEHOLDERS = [
  /dummy-value-for-/, // ssm.StringParameter.valueFromLookup
  /\bDUMMY_ARN\b/, // ecr.Repository.fromLookup, iam.Role.fromLookup: in an ARN of account 123456789012
  /1234abcd-12ab-34cd-56ef-1234567890ab/, // kms.Key.fromLookup: the key ID, and the end of the ARN
  /\bDUMMY\b/, // route53.HostedZone.fromLookup: the ID
  /\bdummy1[a-c]\b/, // Stack.availabilityZones, ec2.Vpc.fromLookup
  /\bvpc-12345\b|\b[sp]-(12345|67890)\b|\brtb-\d{5}[sp]\b|\b1\.2\.3\.4\/5\b/, // ec2.Vpc.fromLookup, the load balancers' fromLookup
  /\bsg-(1234|12345678|123456789012)\b/, // ec2.SecurityGroup.fromLookup…, the load balancers' and listeners' fromLookup
  /\bami-1234\b/, // ec2.MachineImage.lookup
  /\bpl-xxxxxxxx\b/, // ec2.PrefixList.fromLookup
  /\bmy-load-balancer[/-](1234567890|123456789012|50dc6c495c0c9188)\b|\bZ3DZXE0EXAMPLE\b/, // the load balancers' and listeners' fromLookup
  /\bTEST(ARN|ID|ADDRESS|READERADDRESS)\b/, // rds.DatabaseInstance.fromLookup, rds.DatabaseCluster.fromLookup
];

/** Whether a text is, or contains, what a look-up of `aws-cdk-lib` says before it has happened. */
export function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && PLACEHOLDERS.some((placeholder) => placeholder.test(value));
}

/** Whether the value is not known in this run of the app, wholly or in part: a token, or the placeholder of a look-up. */
export function isUnknown(value: unknown): boolean {
  return Token.isUnresolved(value) || isPlaceholder(value);
}

/** Whether two values are both known, and differ. */
export function areKnownToDiffer(one: string, other: string): boolean {
  return one !== other && !isUnknown(one) && !isUnknown(other);
}
