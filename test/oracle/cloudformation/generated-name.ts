import { createHash } from 'node:crypto';

/** The longest name that CloudFormation generates for a resource of IAM. */
const LONGEST = 64;
/** The random part of a generated name. */
const SUFFIX = 13;

/** A name as CloudFormation generates one: the stack's name, the logical ID and a suffix, the same one at every call. */
export function generatedName(stackName: string, logicalId: string, longest = LONGEST): string {
  const digest = createHash('sha256').update(`${stackName}/${logicalId}`).digest();
  const suffix = Array.from(digest.subarray(0, SUFFIX), (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[byte % 32]).join('');
  const room = longest - SUFFIX - 2;
  return `${`${stackName}-${logicalId}`.slice(0, room + 1)}-${suffix}`;
}
