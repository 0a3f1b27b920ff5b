import { Stack, Stage, Token } from 'aws-cdk-lib';
import * as signer from 'aws-cdk-lib/aws-signer';
import { IConstruct } from 'constructs';
import { overriddenProperty } from '../private/cdk-internals';
import { partitionOfRegion } from '../repository/partition';
import { SigningProfileFacts } from '../repository/registry-record';

/** Returns the ARN of a profile for the signing configuration: a reference where that is possible, so that the profile is created first. */
export function profileArn(profile: signer.ISigningProfile, registry: IConstruct): string {
  const [home, consumer] = [Stack.of(profile), Stack.of(registry)];
  const canReference = home.environment === consumer.environment && Stage.of(home) === Stage.of(consumer);
  return canReference && profile.node.defaultChild instanceof signer.CfnSigningProfile
    ? profile.signingProfileArn
    : profileFacts(profile).arn;
}

/** Returns the facts about a profile that policies of principals require. */
export function profileFacts(profile: signer.ISigningProfile): SigningProfileFacts {
  const resource = profile.node.defaultChild;
  if (!(resource instanceof signer.CfnSigningProfile)) {
    // `SigningProfile.fromSigningProfileAttributes` of aws-cdk-lib writes two slashes
    const arn = profile.signingProfileArn.replace('://signing-profiles/', ':/signing-profiles/');
    const name = /:\/signing-profiles\/([^/]+)$/.exec(arn)?.[1];
    return {
      arn,
      account: accountIn(arn) ?? profile.env.account,
      label: name === undefined || Token.isUnresolved(name) ? profile.node.path : name,
    };
  }
  const { account, region, partition } = Stack.of(profile);
  // without a feature flag, aws-cdk-lib ignores the name of the profile
  const name = overriddenProperty(resource, 'ProfileName', resource.profileName);
  if (typeof name !== 'string' || Token.isUnresolved(name)) {
    return { arn: profile.signingProfileArn, account, label: profile.node.path, reference: profile };
  }
  const arn = `arn:${partitionOfRegion(region) ?? partition}:signer:${region}:${account}:/signing-profiles/${name}`;
  return { arn, account, label: name };
}

/** The platform of container images. */
const PLATFORM = signer.Platform.NOTATION_OCI_SHA384_ECDSA.platformId;

/** Returns the platform of a profile of the app, if it is known and is not that of container images. */
export function otherPlatform(profile: signer.ISigningProfile): string | undefined {
  const resource = profile.node.defaultChild;
  if (!(resource instanceof signer.CfnSigningProfile)) return undefined;
  const platform = overriddenProperty(resource, 'PlatformId', resource.platformId);
  return typeof platform !== 'string' || Token.isUnresolved(platform) || platform === PLATFORM ? undefined : platform;
}

/** Returns the Region of a profile: that in the ARN of an imported one. It can be a token. */
export function profileRegion(profile: signer.ISigningProfile): string {
  const isOwned = profile.node.defaultChild instanceof signer.CfnSigningProfile;
  const inArn = isOwned ? undefined : /^arn:[^:]*:signer:([a-z0-9-]+):/.exec(profile.signingProfileArn)?.[1];
  return inArn ?? Stack.of(profile).region;
}

function accountIn(arn: string): string | undefined {
  return /^arn:[^:]*:signer:[^:]*:(\d{12}):/.exec(arn)?.[1];
}
