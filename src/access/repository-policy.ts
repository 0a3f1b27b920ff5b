import { Annotations, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AccessRecord } from './access-record';
import { mergedConditions } from './conditions';
import { KnownRepository } from './known-repository';
import { checkSizeAtSynthesis } from './repository-policy-size';
import { RepositoryPolicyWriter } from './repository-policy-writer';
import { narrowedToOwnAccount } from './service-source';
import { report, statementFaults } from './statement-check';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** The policy of a repository that the app owns. It is checked when a statement is added, and once more at synthesis. */
export class RepositoryPolicy {
  private readonly document = new iam.PolicyDocument();
  private readonly statements: iam.PolicyStatement[] = [];
  private readonly texts = new Set<string>();

  constructor(
    private readonly repository: ecr.IRepository,
    private readonly resource: ecr.CfnRepository,
  ) {
    if (resource.repositoryPolicyText !== undefined) {
      throw new SecureRepositoryError(
        repository,
        'the L1 has a repositoryPolicyText of its own, which this statement would replace: add its statements with addToResourcePolicy instead',
      );
    }
    resource.repositoryPolicyText = this.document;
    repository.node.addValidation({ validate: () => this.validate() });
    checkSizeAtSynthesis(repository);
  }

  /** Adds the statement object itself, so that it may still be edited, unless something must be taken out or narrowed. */
  public add(given: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    const statement = this.narrowed(this.withoutResource(given));
    report(statementFaults(statement, this.repository), this.repository);
    // a copy that says the same again adds nothing; one of the user's own objects may still become another statement
    const text = JSON.stringify({ ...this.resolved(statement), Sid: undefined });
    if (statement === given || !this.texts.has(text)) {
      this.document.addStatements(statement);
      this.statements.push(statement);
      if (!RepositoryPolicyWriter.of(this.repository).wrote(statement)) AccessRecord.of(this.repository).addStatement(statement);
    }
    this.texts.add(text);
    return { statementAdded: true, policyDependable: this.repository };
  }

  /** Grants of third parties name the repository as the resource, which the service does not take in a repository policy. */
  private withoutResource(statement: iam.PolicyStatement): iam.PolicyStatement {
    const { resources } = statement;
    const own = resources.every((arn) => arn === '*' || KnownRepository.of(this.repository).isOwnArn(arn));
    return resources.length > 0 && own ? statement.copy({ resources: [] }) : statement;
  }

  private narrowed(statement: iam.PolicyStatement): iam.PolicyStatement {
    const { Principal: principal, Condition: conditions = {}, Effect: effect } = this.resolved(statement);
    const services: unknown[] = [principal?.Service ?? []].flat();
    if (services.length !== 1 || Object.keys(principal).length !== 1 || effect !== iam.Effect.ALLOW) return statement;
    const narrowing = narrowedToOwnAccount(services[0], conditions, this.repository);
    return narrowing ? statement.copy({ conditions: mergedConditions(statement.conditions, narrowing) }) : statement;
  }

  private validate(): string[] {
    if (this.resource.repositoryPolicyText !== this.document) {
      Annotations.of(this.repository).addWarningV2(
        'cdk-secure-repository:policy-replaced',
        `the L1 was given a repositoryPolicyText of its own, which replaces the ${this.statements.length} statements of grants and ` +
          'addToResourcePolicy: add its statements with addToResourcePolicy instead',
      );
      return [];
    }
    const found = this.statements.flatMap((statement) => statementFaults(statement, this.repository));
    report(
      found.filter(({ level }) => level === 'warning'),
      this.repository,
    );
    return found.filter(({ level }) => level === 'error').map(({ text }) => text);
  }

  private resolved(statement: iam.PolicyStatement) {
    return Stack.of(this.repository).resolve(statement.toStatementJson());
  }
}
