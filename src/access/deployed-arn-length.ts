import { Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { overriddenProperty } from '../private/cdk-internals';
import { longestText, withTokensAs } from '../private/intrinsics';
import { RepositoryIdentity } from '../repository/repository-identity';

/** How many characters stand for what is not known before the deployment, at most. */
const LONGEST = {
  partition: longestText({ Ref: 'AWS::Partition' }).length,
  region: longestText({ Ref: 'AWS::Region' }).length,
  account: longestText({ Ref: 'AWS::AccountId' }).length,
  stackName: longestText({ Ref: 'AWS::StackName' }).length,
  suffix: 15,
  name: 256,
};

/** Measured once for each name, because every grant asks and resolving is slow. */
const MEASURED = new WeakMap<ecr.IRepository, { readonly name: unknown; readonly length: number }>();

/** How many characters the ARN of a repository takes once it is deployed: exact where it is known, else no less than that. */
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

/** The ARN of an imported repository is its own; one that is a reference as a whole may have any name. */
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
    // together, because resolving costs more than measuring
    const [name, id] = stack.resolve([{ repositoryName }, logicalId]) as [{ readonly repositoryName?: unknown }, string];
    if (name.repositoryName !== undefined) return Math.min(longestText(name.repositoryName).length, LONGEST.name);
    return Math.max(generatedNameLength(stack, id), nameIfNeededLength(stack, repository.node.path));
  } catch {
    // a Lazy that does not know yet
    return LONGEST.name;
  }
}

/** CloudFormation's name has the stack's name, the logical ID and random characters. */
function generatedNameLength(stack: Stack, logicalId: string): number {
  return Math.min(stackNameLength(stack) + logicalId.length + LONGEST.suffix, LONGEST.name);
}

/** `PhysicalName.GENERATE_IF_NEEDED`: the beginning of the stack's name, the end of the path, and a hash. */
function nameIfNeededLength(stack: Stack, path: string): number {
  return Math.min(stackNameLength(stack), 25) + Math.min(path.length + 'HASHHASH'.length, 24) + 12;
}

function stackNameLength({ stackName }: Stack): number {
  return Token.isUnresolved(stackName) ? LONGEST.stackName : stackName.length;
}
