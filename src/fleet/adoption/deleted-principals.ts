import { isObject } from '../../lifecycle/core/json-text';

/** The ID of a user or a role. A policy has it in the place of the ARN when the user or the role was deleted. */
const ID = /^A(?:ID|RO)A[A-Z0-9]{8,}$/;

/** Returns the principals of a policy that are users and roles that were deleted. */
export function deletedPrincipals(policy: unknown): string[] {
  const statements = [(isObject(policy) ? policy.Statement : undefined) ?? []].flat().filter(isObject);
  const principals = statements.flatMap(({ Principal, NotPrincipal }) => [Principal, NotPrincipal]).filter(isObject);
  const ids = principals.flatMap(({ AWS }) => [AWS].flat()).filter((one) => typeof one === 'string' && ID.test(one));
  return [...new Set(ids as string[])];
}
