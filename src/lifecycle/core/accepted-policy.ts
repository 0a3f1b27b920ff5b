import { PolicyDocument } from './policy-document';
import { policyFaults } from './policy-faults';
import { SecureRepositoryError } from '../../private/secure-repository-error';

/**
 * Throws one error with all faults, unless ECR accepts the policy.
 * @param place the factory and the argument that the policy comes from
 * @param text what ECR is given; the document without white space when left out
 */
export function assertAccepted(place: string, document: unknown, text?: string): asserts document is PolicyDocument {
  const faults = policyFaults(document, text);
  if (faults.length === 0) return;
  throw new SecureRepositoryError(
    'lifecycle-policy',
    place,
    faults.length === 1 ? faults[0] : `${faults.length} faults\n  ${faults.join('\n  ')}`,
  );
}
