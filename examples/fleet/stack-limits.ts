import { statSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { Team } from './fleet';

/** CloudFormation accepts 500 resources in a stack and templates of 1,000,000 bytes. A tenth remains for later settings. */
const MOST_REPOSITORIES = 450;
const MOST_BYTES = 900_000;

/** How to stay within the limits. */
const REMEDY =
  'Before the first deployment, increase "stacks" of the team. Afterwards, list new repositories in another entry of "teams" with the same owner.';

/** Throws an error if a stack has too many repositories. */
export function checkNumberOfRepositories({ node }: Stack, { name }: Team): void {
  const count = node.children.length;
  if (count <= MOST_REPOSITORIES) return;
  throw new Error(
    `${node.id}: the stack has ${count} repositories of the team ${name}, but must have at most ${MOST_REPOSITORIES}. ${REMEDY}`,
  );
}

/** Throws an error if a synthesized template is too large. */
export function checkTemplateSizes({ stacks }: CloudAssembly): void {
  for (const { id, templateFullPath } of stacks) {
    const { size } = statSync(templateFullPath);
    if (size > MOST_BYTES) {
      throw new Error(
        `${id}: the template has ${size.toLocaleString('en-US')} bytes, but must have at most ${MOST_BYTES.toLocaleString('en-US')}. ${REMEDY}`,
      );
    }
  }
}
