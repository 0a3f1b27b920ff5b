/** `app.ts` of an app that adopts repositories: it reads `fleet.json`. A test runs it, and compares its templates with the plan. */
export const APP_SOURCE = `import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { CfnRepository, RepositoryEncryption } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';
import { Construct } from 'constructs';

/** The properties of AWS::ECR::Repository. */
interface Properties {
  readonly ImageTagMutability: string;
  readonly ImageTagMutabilityExclusionFilters?: {
    readonly ImageTagMutabilityExclusionFilterType: string;
    readonly ImageTagMutabilityExclusionFilterValue: string;
  }[];
  readonly ImageScanningConfiguration: { readonly ScanOnPush: boolean };
  readonly EncryptionConfiguration?: { readonly EncryptionType: string; readonly KmsKey?: string };
  readonly LifecyclePolicy?: { readonly LifecyclePolicyText: string };
  readonly RepositoryPolicyText?: { readonly Statement?: object | object[] };
  readonly Tags?: { readonly Key: string; readonly Value: string }[];
}

interface Settings {
  /** Whether the repository is a SecureRepository, which changes what standardChanges lists, or has exactly the properties below. */
  readonly standard: boolean;
  readonly standardChanges: string[];
  /** The tags that remain mutable with the standard. */
  readonly mutableTags?: string[];
  readonly properties: Properties;
}

interface Registry {
  readonly account: string;
  readonly region: string;
  /** With another number of stacks, repositories would move. */
  readonly stacks: number;
  readonly repositories: { readonly [name: string]: Settings };
}

const fleet = JSON.parse(readFileSync(join(__dirname, 'fleet.json'), 'utf8')) as { readonly registries: Registry[] };
const app = new App();
for (const { account, region, stacks, repositories } of fleet.registries) {
  const homes = new Map<number, Stack>();
  for (const [name, settings] of Object.entries(repositories)) {
    // the stack follows from the name alone, so that adding a repository moves none
    const index = createHash('sha256').update(name).digest().readUInt32BE() % stacks;
    const home = homes.get(index) ?? new Stack(app, \`Ecr-\${account}-\${region}-\${index + 1}\`, { env: { account, region } });
    homes.set(index, home);
    if (settings.standard) standardRepository(home, name, settings);
    else repositoryAsItIs(home, name, settings);
  }
}
app.synth();

/** The repository as it is. Its logical ID is that of new SecureRepository(scope, name). */
function repositoryAsItIs(scope: Stack, name: string, { properties }: Settings): void {
  const repository = new CfnRepository(new Construct(scope, name), 'Resource', {
    repositoryName: name,
    imageTagMutability: properties.ImageTagMutability,
    imageTagMutabilityExclusionFilters: properties.ImageTagMutabilityExclusionFilters?.map((filter) => ({
      imageTagMutabilityExclusionFilterType: filter.ImageTagMutabilityExclusionFilterType,
      imageTagMutabilityExclusionFilterValue: filter.ImageTagMutabilityExclusionFilterValue,
    })),
    imageScanningConfiguration: { scanOnPush: properties.ImageScanningConfiguration.ScanOnPush },
    encryptionConfiguration: properties.EncryptionConfiguration && {
      encryptionType: properties.EncryptionConfiguration.EncryptionType,
      kmsKey: properties.EncryptionConfiguration.KmsKey,
    },
    lifecyclePolicy: properties.LifecyclePolicy && { lifecyclePolicyText: properties.LifecyclePolicy.LifecyclePolicyText },
    repositoryPolicyText: properties.RepositoryPolicyText,
    tags: properties.Tags?.map(({ Key: key, Value: value }) => ({ key, value })),
  });
  repository.applyRemovalPolicy(RemovalPolicy.RETAIN);
}

/** The repository with the standard: its own policies, encryption and tags stay. */
function standardRepository(scope: Stack, name: string, { properties, mutableTags }: Settings): void {
  const { EncryptionConfiguration: encryption, LifecyclePolicy: lifecycle, RepositoryPolicyText: policy, Tags: tags = [] } = properties;
  const exceptions = properties.ImageTagMutability === 'IMMUTABLE_WITH_EXCLUSION' ? properties.ImageTagMutabilityExclusionFilters : undefined;
  const repository = new SecureRepository(scope, name, {
    repositoryName: name,
    mutableTags: mutableTags ?? exceptions?.map((filter) => filter.ImageTagMutabilityExclusionFilterValue),
    lifecyclePolicy: lifecycle && LifecyclePolicy.fromText(lifecycle.LifecyclePolicyText),
    encryption: encryption && encryptionOf(encryption.EncryptionType),
    encryptionKey: encryption?.KmsKey === undefined ? undefined : Key.fromKeyArn(scope, \`\${name}Key\`, encryption.KmsKey),
    // adding the encryption to the template would replace the repository
    implicitEncryption: encryption === undefined,
  });
  // the text as it is, with its white space
  if (lifecycle) (repository.node.defaultChild as CfnRepository).lifecyclePolicy = { lifecyclePolicyText: lifecycle.LifecyclePolicyText };
  for (const statement of [policy?.Statement ?? []].flat()) repository.addToResourcePolicy(PolicyStatement.fromJson(statement));
  for (const { Key: key, Value: value } of tags) Tags.of(repository).add(key, value);
}

function encryptionOf(type: string): RepositoryEncryption {
  if (type === 'KMS') return RepositoryEncryption.KMS;
  return type === 'KMS_DSSE' ? RepositoryEncryption.KMS_DSSE : RepositoryEncryption.AES_256;
}
`;
