import { levelInWords } from './access-level';
import { RenderedStatement } from './statement-check';
import { shortestText, withoutIntrinsics } from '../private/intrinsics';

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html */
const LIMIT = 10_240;
/** How many statements the error names. */
const NAMED = 5;

/** What is wrong with the size of a repository policy; never with one that may still fit once it is deployed. */
export function sizeFault(statements: readonly RenderedStatement[]): string | undefined {
  const size = '{"Statement":[],"Version":"2012-10-17"}'.length + statements.map(sizeOf).reduce((sum, one) => sum + one + 1, -1);
  if (size <= LIMIT) return undefined;
  const largest = [...statements].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, NAMED);
  return (
    `the repository policy has at least ${size} characters, expected at most ${LIMIT}. It is filled by ` +
    `${largest.map(inWords).join('; ')}: grant to an organization, or to roles of the repository's own account, instead of to each by name`
  );
}

function inWords(statement: RenderedStatement): string {
  const actions = [statement.Action ?? statement.NotAction].flat().map(String);
  const principals = statement.Principal ?? statement.NotPrincipal;
  const count = typeof principals === 'object' && principals !== null ? Object.values(principals).flat().length : 1;
  return `${statement.Action === undefined ? 'everything but ' : ''}${levelInWords(actions)} for ${count} ${count === 1 ? 'principal' : 'principals'} (${sizeOf(statement)} characters)`;
}

function sizeOf(statement: unknown): number {
  return JSON.stringify(withoutIntrinsics(statement, shortestText)).length;
}
