import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Finding, withId } from './finding';
import { SecureRepositoryError } from './secure-repository-error';

/** Annotates the construct with a warning, which `Annotations.acknowledgeWarning` and `--strict` know by its ID. */
export function annotate(scope: IConstruct, { id, message }: Finding): void {
  Annotations.of(scope).addWarningV2(id, message);
}

/** Throws the first error among the findings. */
export function throwErrors(scope: IConstruct, findings: readonly Finding[]): void {
  const error = findings.find(({ severity }) => severity === 'error');
  if (error) throw SecureRepositoryError.of(error, scope);
}

/** Reports findings at once: throws the first error, or annotates the construct with the warnings. */
export function report(scope: IConstruct, findings: readonly Finding[]): void {
  throwErrors(scope, findings);
  for (const finding of findings) annotate(scope, finding);
}

/** Checks at synthesis, when all changes to the construct tree are made: warnings are annotated, errors stop the synthesis. */
export function checkAtSynthesis(scope: IConstruct, findings: () => readonly Finding[]): void {
  scope.node.addValidation({
    validate: () => {
      const found = findings();
      for (const finding of found) if (finding.severity === 'warning') annotate(scope, finding);
      return found.filter(({ severity }) => severity === 'error').map(withId);
    },
  });
}
