import { createHash } from 'crypto';

const HUMAN_LENGTH = 240;

/**
 * The logical ID that aws-cdk-lib gives to the resource `Resource` in a construct of a stack: `new SecureRepository(stack, id)`, or
 * `new CfnRepository(new Construct(stack, id), 'Resource')`. The command does not load aws-cdk-lib; a test compares the two.
 */
export function logicalIdOf(id: string): string {
  // a construct ID has no slash
  const path = [id.replace(/\//g, '--'), 'Resource'];
  const hash = createHash('md5').update(path.join('/')).digest('hex').slice(0, 8).toUpperCase();
  return path[0].replace(/[^A-Za-z0-9]/g, '').slice(0, HUMAN_LENGTH) + hash;
}
