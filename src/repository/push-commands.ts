import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { quoted } from '../private/format-value';
import { checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
/** Text that a shell expands between double quotes, as in `$(git rev-parse --short HEAD)` and `v${VERSION}`. */
const SHELL = /^[^"`\n\\]*\$[^"`\n\\]*$/;

/** The commands for logging in, building, tagging and pushing, as the console shows them. */
export function pushCommands(repository: IRepository, tags: string[]): string[] {
  checkType(repository, 'tags', tags, 'texts');
  if (tags.length === 0) {
    throw new SecureRepositoryError(
      'push-commands',
      repository,
      'tags is empty, but must have at least one tag. Omit tags to use the git SHA.',
    );
  }
  tags.forEach((tag) => checkTag(repository, tag));
  const { repositoryName, repositoryUri, registryUri, env } = repository;
  return [
    `aws ecr get-login-password --region ${env.region} | docker login --username AWS --password-stdin ${registryUri}`,
    `docker build -t ${repositoryName} .`,
    ...tags.flatMap((tag) => [`docker tag ${repositoryName}:latest "${repositoryUri}:${tag}"`, `docker push "${repositoryUri}:${tag}"`]),
  ];
}

function checkTag(repository: IRepository, tag: string): void {
  if (isUnknown(tag) || TAG.test(tag) || SHELL.test(tag)) return;
  throw new SecureRepositoryError(
    'push-commands',
    repository,
    `tag is ${quoted(tag)}, but must be 1 to 128 letters, digits, ".", "_" and "-", not beginning with "." or "-", or shell text ` +
      'without double quotes, backquotes, backslashes and line breaks. Pass the tag as it is pushed, or text such as "$(git rev-parse --short HEAD)".',
  );
}
