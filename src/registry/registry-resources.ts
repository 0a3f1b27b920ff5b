import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { RegistryScanning } from './registry-scanning';
import { ReplicationRule } from './replication-rule';
import { profileArn } from './signing-profile';
import { SigningRule } from './signing-rule';

/** Creates the scanning configuration. */
export function scanningResource(registry: Construct, scanning: RegistryScanning): ecr.CfnRegistryScanningConfiguration {
  return new ecr.CfnRegistryScanningConfiguration(registry, 'Scanning', {
    scanType: scanning._type,
    rules: scanning._rules.map(({ frequency, filters }) => ({
      scanFrequency: frequency,
      repositoryFilters: filters.map((filter) => ({ filter: filter._wildcard('scanning'), filterType: 'WILDCARD' })),
    })),
  });
}

/** Creates the replication configuration. */
export function replicationResource(registry: Construct, rules: readonly ReplicationRule[]): ecr.CfnReplicationConfiguration {
  const { account: own } = Stack.of(registry);
  return new ecr.CfnReplicationConfiguration(registry, 'Replication', {
    replicationConfiguration: {
      rules: rules.map((rule) => {
        // ECR accepts no empty list of filters
        const prefixes = rule._prefixes();
        return {
          destinations: rule._destinations.map(({ region, account = own }) => ({ region, registryId: account })),
          repositoryFilters: prefixes?.map((prefix) => ({ filter: prefix, filterType: 'PREFIX_MATCH' })),
        };
      }),
    },
  });
}

/** Creates the signing configuration. */
export function signingResource(registry: Construct, rules: readonly SigningRule[]): ecr.CfnSigningConfiguration {
  return new ecr.CfnSigningConfiguration(registry, 'Signing', {
    rules: rules.map(({ _profile: profile, _filters: filters }) => ({
      signingProfileArn: profileArn(profile, registry),
      repositoryFilters: filters.map((filter) => ({ filter: filter._wildcard('signing'), filterType: 'WILDCARD_MATCH' })),
    })),
  });
}
