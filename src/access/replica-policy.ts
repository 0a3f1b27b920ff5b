import * as ecr from 'aws-cdk-lib/aws-ecr';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { ReplicaFacts } from '../repository/replica-facts';

/**
 * Returns the error for a permission that the policy of a replica must allow. Replication copies no policy, so the policy comes from a template
 * in the Region of the replica.
 * @param statement the statement as JSON, if it is known
 */
export function replicaPolicyError(
  replica: ecr.IRepository,
  { region, name }: ReplicaFacts,
  permission: string,
  statement: string | undefined,
): SecureRepositoryError {
  const namespace = name === undefined ? undefined : /^(.+)\/[^/]+$/.exec(name)?.[1];
  const prefix = namespace === undefined ? 'RepositoryPrefix.root()' : `RepositoryPrefix.of(${quoted(namespace)})`;
  const existing = statement === undefined ? '' : ` To a replica that exists already, add the statement ${statement}.`;
  return new SecureRepositoryError(
    'replica-policy',
    replica,
    `the repository policy must allow ${permission}, but the repository is a replica in ${region}, and replication copies no repository policy. In a stack of ` +
      `${region}, add registry.addRepositoryTemplate("Replicas", { prefix: ${prefix}, createdBy: [RepositoryCreation.REPLICATION] }), and grant with its ` +
      `access.${existing} Then pass { externalRepositoryPolicy: true } to replicaOf.`,
  );
}
