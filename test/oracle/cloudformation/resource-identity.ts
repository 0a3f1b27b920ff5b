import { Environment, partitionOf, uuid } from './environment';
import { generatedName } from './generated-name';
import { Json } from './template';

/** How the resources of a type are named once they are deployed. */
interface Kind {
  /** Absent if only AWS names the resource. */
  readonly nameProperty?: string;
  /** The ARN after the account, given the name and the `Path`. */
  readonly arnEnd: (name: string, path: string) => string;
  readonly service: string;
  readonly global?: true;
  readonly refIsArn?: true;
  readonly longestName?: number;
  /** The name that AWS generates, if it is not the one of CloudFormation. */
  readonly made?: (generated: string) => string;
  /** The ends of other ARNs that are attributes, after the ARN of the resource. */
  readonly otherArns?: Readonly<Record<string, string>>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::ECR::Repository': {
    nameProperty: 'RepositoryName',
    arnEnd: (name) => `repository/${name}`,
    service: 'ecr',
    made: (generated) => generated.toLowerCase(),
    longestName: 256,
  },
  'AWS::IAM::Role': { nameProperty: 'RoleName', arnEnd: (name, path) => `role${path}${name}`, service: 'iam', global: true },
  'AWS::IAM::User': { nameProperty: 'UserName', arnEnd: (name, path) => `user${path}${name}`, service: 'iam', global: true },
  'AWS::IAM::Group': {
    nameProperty: 'GroupName',
    arnEnd: (name, path) => `group${path}${name}`,
    service: 'iam',
    global: true,
    longestName: 128,
  },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    arnEnd: (name, path) => `policy${path}${name}`,
    service: 'iam',
    global: true,
    refIsArn: true,
    longestName: 128,
  },
  'AWS::Lambda::Function': { nameProperty: 'FunctionName', arnEnd: (name) => `function:${name}`, service: 'lambda' },
  'AWS::CodeBuild::Project': { nameProperty: 'Name', arnEnd: (name) => `project/${name}`, service: 'codebuild', longestName: 255 },
  'AWS::Events::Rule': { nameProperty: 'Name', arnEnd: (name) => `rule/${name}`, service: 'events' },
  'AWS::KMS::Key': { arnEnd: (name) => `key/${name}`, service: 'kms', made: uuid },
  'AWS::SecretsManager::Secret': {
    nameProperty: 'Name',
    arnEnd: (name) => `secret:${name}-AbCdEf`,
    service: 'secretsmanager',
    refIsArn: true,
    longestName: 512,
  },
  'AWS::Signer::SigningProfile': {
    nameProperty: 'ProfileName',
    arnEnd: (name) => `/signing-profiles/${name}`,
    service: 'signer',
    refIsArn: true,
    made: (generated) => generated.replaceAll('-', '_'),
    otherArns: { ProfileVersionArn: '/AbCdEf1234' },
  },
  'AWS::SNS::Topic': { nameProperty: 'TopicName', arnEnd: (name) => name, service: 'sns', refIsArn: true, longestName: 256 },
};

/** What a template can ask about a deployed resource. */
export interface ResourceIdentity {
  readonly name: string;
  readonly ref: string;
  attribute(name: string): string;
}

/**
 * The identity of a resource. Where the type is not known, or the attribute, the answer is text in brackets that
 * matches no ARN and no name.
 */
export function resourceIdentity(
  resource: { readonly type: string; readonly logicalId: string; readonly property: (name: string) => Json },
  stack: { readonly name: string; readonly environment: Environment },
): ResourceIdentity {
  const unknown = `[${stack.name}.${resource.logicalId}]`;
  const kind = KINDS[resource.type];
  if (kind === undefined) return { name: unknown, ref: unknown, attribute: (name) => `[${stack.name}.${resource.logicalId}.${name}]` };

  const { account, region } = stack.environment;
  const given = kind.nameProperty === undefined ? undefined : resource.property(kind.nameProperty);
  const { made = (generated: string) => generated } = kind;
  const name = String(given ?? made(generatedName(stack.name, resource.logicalId, kind.longestName)));
  const path = String(resource.property('Path') ?? '/');
  const arn = `arn:${partitionOf(region)}:${kind.service}:${kind.global ? '' : region}:${account}:${kind.arnEnd(name, path)}`;
  return {
    name,
    ref: kind.refIsArn ? arn : name,
    attribute: (attribute) =>
      /^(Arn|\w+Arn)$/.test(attribute)
        ? `${arn}${kind.otherArns?.[attribute] ?? ''}`
        : `[${stack.name}.${resource.logicalId}.${attribute}]`,
  };
}
