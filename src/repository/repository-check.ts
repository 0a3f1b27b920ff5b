import { IConstruct } from 'constructs';
import { describeValue, quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';

/**
 * Whether a value is a repository, which only TypeScript checks.
 * @param property what has it, with its verb: `repository is`, `repositories has`
 */
export function checkIsRepository(place: IConstruct | string, property: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && 'repositoryArn' in value) return;
  const text = typeof value === 'string' ? value : 'my-app';
  const factory = text.startsWith('arn:') ? 'fromRepositoryArn' : 'fromRepositoryName';
  throw new SecureRepositoryError(
    'input-type',
    place,
    `${property} ${describeValue(value)}, expected a repository: write ecr.Repository.${factory}(this, 'Repository', ${quoted(text)}), for example`,
  );
}
