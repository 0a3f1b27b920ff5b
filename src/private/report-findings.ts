import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isAcknowledgedAt } from './acknowledged-warning';
import { Finding, withId } from './finding';
import { SecureRepositoryError } from './secure-repository-error';

/** Adds a warning to a construct. `Annotations.acknowledgeWarning` accepts its ID, also before the warning is added. */
export function annotate(scope: IConstruct, { id, message }: Finding): void {
  if (!isAcknowledgedAt(scope, id)) Annotations.of(scope).addWarningV2(id, message);
}

/** Throws the first error among the findings. */
export function throwErrors(scope: IConstruct, findings: readonly Finding[]): void {
  const error = findings.find(({ severity }) => severity === 'error');
  if (error) throw SecureRepositoryError.of(error, scope);
}

/** Reports findings immediately: throws the first error, or adds the warnings to the construct. */
export function report(scope: IConstruct, findings: readonly Finding[]): void {
  throwErrors(scope, findings);
  for (const finding of findings) annotate(scope, finding);
}

/** Checks a construct at synthesis, after all changes to the construct tree. Warnings are annotated, and errors stop synthesis. */
export function checkAtSynthesis(scope: IConstruct, findings: () => readonly Finding[]): void {
  scope.node.addValidation({
    validate: () => {
      const found = findings();
      for (const finding of found) if (finding.severity === 'warning') annotate(scope, finding);
      return found.filter(({ severity }) => severity === 'error').map(withId);
    },
  });
}
