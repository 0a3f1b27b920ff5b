import { Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { describeActions } from './actions';
import { Conditions } from './conditions';
import { RenderedStatement } from './statement-check';
import { overriddenProperty, TOKEN_ESTIMATE } from '../private/cdk-internals';
import { errorFinding, Finding } from '../private/finding';
import { longestText, shortestText, withoutIntrinsics, withTokensAs } from '../private/intrinsics';
import { RepositoryIdentity } from '../repository/repository-identity';

/**
 * The IAM limit for a managed policy, in characters without white space.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MANAGED_POLICY_CHARACTERS = 6_144;
/** The IAM limits for all inline policies of one principal in total. */
export const INLINE_CHARACTERS = { role: 10_240, user: 2_048, group: 5_120 } as const;

/** A reference in a condition, assumed to be as long as a long ARN. */
const REFERENCE = 'x'.repeat(TOKEN_ESTIMATE);
/** Quotes and a comma around each ARN. */
const PUNCTUATION = 3;

/** The size of a part of a policy, in characters. */
export interface Characters {
  /** The maximum size after deployment. */
  readonly deployed: number;
  /** The estimate of `aws-cdk-lib`. */
  readonly estimate: number;
}

/** The size of a policy without statements. */
export const DOCUMENT_CHARACTERS = '{"Statement":[],"Version":"2012-10-17"}'.length;

/** Returns the size of a statement without its ARNs. */
export function statementCharacters(actions: readonly string[], conditions: Conditions): Characters {
  const estimate = JSON.stringify({ Action: actions, Effect: 'Allow', Resource: [] }).length;
  if (Object.keys(conditions).length === 0) return { deployed: estimate, estimate };
  // aws-cdk-lib counts the conditions, but not the word Condition
  return {
    deployed: estimate + `"Condition":,`.length + JSON.stringify(conditions, longestKnown).length,
    estimate: estimate + JSON.stringify(conditions).length,
  };
}

/** Returns the size of an ARN in a statement. */
export function arnCharacters(arn: string, deployedLength: number): Characters {
  return { deployed: deployedLength + PUNCTUATION, estimate: (Token.isUnresolved(arn) ? TOKEN_ESTIMATE : arn.length) + PUNCTUATION };
}

export function sumOf(first: Characters, second: Characters): Characters {
  return { deployed: first.deployed + second.deployed, estimate: first.estimate + second.estimate };
}

/** Returns by how many characters the estimate of `aws-cdk-lib` is too low: tokens for long names, and the word Condition. */
export function understatementOf({ deployed, estimate }: Characters): number {
  return Math.max(0, deployed - estimate);
}

/** Returns the current size of a policy, which still accepts statements afterwards. */
export function documentCharacters(scope: IConstruct, document: unknown, text: (intrinsic: unknown) => string): number {
  const json: unknown = Stack.of(scope).resolve(document instanceof iam.PolicyDocument ? document.toJSON() : document);
  return json === undefined ? 0 : JSON.stringify(withoutIntrinsics(json, text)).length;
}

/** A Lazy is not resolved, because its value may be unknown yet. */
function longestKnown(this: { readonly [key: string]: unknown }, key: string, value: unknown): unknown {
  // JSON.stringify passes the value after its toJSON
  const original = this[key];
  if (typeof original === 'string') return withTokensAs(original, REFERENCE);
  return Token.isUnresolved(original) ? REFERENCE : value;
}

/** The maximum lengths of the parts of an ARN that are unknown before the deployment. */
const LONGEST = {
  partition: longestText({ Ref: 'AWS::Partition' }).length,
  region: longestText({ Ref: 'AWS::Region' }).length,
  account: longestText({ Ref: 'AWS::AccountId' }).length,
  stackName: longestText({ Ref: 'AWS::StackName' }).length,
  suffix: 15,
  name: 256,
};

/** Measured once for each name, because every grant needs the length and resolving is slow. */
const MEASURED = new WeakMap<ecr.IRepository, { readonly name: unknown; readonly length: number }>();

/** Returns the length of the ARN of a repository after deployment: exact where the ARN is known, otherwise an upper bound. */
export function deployedArnLength(repository: ecr.IRepository): number {
  const { resource, literalArn } = RepositoryIdentity.of(repository);
  if (literalArn !== undefined && !Token.isUnresolved(literalArn)) return literalArn.length;
  const name = resource && overriddenProperty(resource, 'RepositoryName', resource.repositoryName);
  let measured = MEASURED.get(repository);
  if (!measured || measured.name !== name) {
    const length = resource ? prefixLength(repository) + nameLength(repository, resource, name) : importedArnLength(repository);
    MEASURED.set(repository, (measured = { name, length }));
  }
  return measured.length;
}

/** The length for an imported repository. An ARN that is entirely a reference may contain any name. */
function importedArnLength(repository: ecr.IRepository): number {
  const { repositoryArn } = repository;
  const written = withTokensAs(repositoryArn, '');
  if (written === repositoryArn) return written.length;
  return written === '' ? prefixLength(repository) + LONGEST.name : longestText(Stack.of(repository).resolve(repositoryArn)).length;
}

function prefixLength(repository: ecr.IRepository): number {
  const { region, account } = Stack.of(repository);
  const { partition } = RepositoryIdentity.of(repository);
  const known = (value: string, longest: number) => (Token.isUnresolved(value) ? longest : value.length);
  return (
    'arn::ecr:::repository/'.length + known(partition, LONGEST.partition) + known(region, LONGEST.region) + known(account, LONGEST.account)
  );
}

function nameLength(repository: ecr.IRepository, { stack, logicalId }: ecr.CfnRepository, repositoryName: unknown): number {
  try {
    // resolved together, because each call of resolve is slow
    const [name, id] = stack.resolve([{ repositoryName }, logicalId]) as [{ readonly repositoryName?: unknown }, string];
    if (name.repositoryName !== undefined) return Math.min(longestText(name.repositoryName).length, LONGEST.name);
    return Math.max(generatedNameLength(stack, id), nameIfNeededLength(stack, repository.node.path));
  } catch {
    // a Lazy whose value is unknown yet
    return LONGEST.name;
  }
}

/** The name that CloudFormation generates from the stack name, the logical ID and random characters. */
function generatedNameLength(stack: Stack, logicalId: string): number {
  return Math.min(stackNameLength(stack) + logicalId.length + LONGEST.suffix, LONGEST.name);
}

/** The name for `PhysicalName.GENERATE_IF_NEEDED`: the beginning of the stack name, the end of the path, and a hash. */
function nameIfNeededLength(stack: Stack, path: string): number {
  return Math.min(stackNameLength(stack), 25) + Math.min(path.length + 'HASHHASH'.length, 24) + 12;
}

function stackNameLength({ stackName }: Stack): number {
  return Token.isUnresolved(stackName) ? LONGEST.stackName : stackName.length;
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html */
const REPOSITORY_POLICY_CHARACTERS = 10_240;
/** The number of statements that the message lists. */
const LISTED_STATEMENTS = 5;

/** Returns an error for a repository policy that exceeds the limit; none for one that may be within the limit after deployment. */
export function sizeFindings(statements: readonly RenderedStatement[]): Finding[] {
  const size = DOCUMENT_CHARACTERS + statements.map(statementSize).reduce((sum, one) => sum + one + 1, -1);
  if (size <= REPOSITORY_POLICY_CHARACTERS) return [];
  const largest = [...statements].sort((a, b) => statementSize(b) - statementSize(a)).slice(0, LISTED_STATEMENTS);
  return [
    errorFinding(
      'repository-policy-size',
      `the repository policy has at least ${size} characters, but Amazon ECR allows at most ${REPOSITORY_POLICY_CHARACTERS}. Its largest ` +
        `statements are ${largest.map(summaryOf).join('; ')}. Grant to an organization, or to roles of the account of the repository, ` +
        'instead of to each principal by name.',
    ),
  ];
}

/** The actions, the number of principals and the size of a statement. */
function summaryOf(statement: RenderedStatement): string {
  const actions = [statement.Action ?? statement.NotAction].flat().map(String);
  const principals = statement.Principal ?? statement.NotPrincipal;
  const count = typeof principals === 'object' && principals !== null ? Object.values(principals).flat().length : 1;
  return `${statement.Action === undefined ? 'everything except ' : ''}${describeActions(actions)} for ${count} ${count === 1 ? 'principal' : 'principals'} (${statementSize(statement)} characters)`;
}

/** Returns the size of a rendered statement: at most its size after the deployment. */
export function statementSize(statement: unknown): number {
  return JSON.stringify(withoutIntrinsics(statement, shortestText)).length;
}
