import { CommandError } from './command-error';
import { fileJson } from './input';
import { chosenRepository, repositoriesOf, TemplateRepository } from './template-repositories';
import { assertAccepted } from '../lifecycle/core/accepted-policy';
import { isObject } from '../lifecycle/core/fault';
import { messageOf } from '../lifecycle/core/message-of';
import { PolicyDocument } from '../lifecycle/core/policy-document';
import { parsedPolicy } from '../lifecycle/core/policy-text';

/** Where a policy comes from. */
export interface PolicySource {
  readonly policy?: string;
  readonly template?: string;
  readonly resource?: string;
}

/** The options that say so, for `util.parseArgs`. */
export const POLICY_OPTIONS = { policy: { type: 'string' }, template: { type: 'string' }, resource: { type: 'string' } } as const;

/** A policy that was read, and not yet checked. */
export interface GivenPolicy {
  /** What it is called in messages. */
  readonly place: string;
  /** The JSON as ECR is given it; none for a repository without a policy. */
  readonly text?: string;
  /** The name of its repository; none where that is not known. */
  readonly repositoryName?: string;
}

/** The policy of a file, or of one repository of a template. */
export function onePolicy(source: PolicySource): GivenPolicy {
  const { path, isTemplate } = fileOf(source);
  if (!isTemplate) return policyOfFile(path);
  return policyOfRepository(path, chosenRepository(path, repositoriesOf(path, templateIn(path)), source.resource));
}

/**
 * The policy of a file, or those of all repositories of a template, or of the chosen one; each is read by itself, so that one that cannot be
 * read does not hide the others.
 */
export function allPolicies(source: PolicySource): (() => GivenPolicy)[] {
  const { path, isTemplate } = fileOf(source);
  if (!isTemplate) return [() => policyOfFile(path)];
  const repositories = repositoriesOf(path, templateIn(path));
  const chosen =
    source.resource === undefined && repositories.length > 0 ? repositories : [chosenRepository(path, repositories, source.resource)];
  return chosen.map((repository) => () => policyOfRepository(path, repository));
}

/** The document of a policy that ECR accepts; none for a repository without a policy. */
export function acceptedDocument({ place, text }: GivenPolicy): PolicyDocument | undefined {
  if (text === undefined) return undefined;
  try {
    const document = parsedPolicy(place, text);
    assertAccepted(place, document, text);
    return document;
  } catch (error) {
    throw CommandError.failed(messageOf(error));
  }
}

function fileOf({ policy, template, resource }: PolicySource): { path: string; isTemplate: boolean } {
  if (template !== undefined && policy === undefined) return { path: template, isTemplate: true };
  if (policy === undefined || template !== undefined) throw CommandError.unusable('expected either --policy FILE or --template FILE');
  if (resource !== undefined) throw CommandError.unusable('--resource chooses from a template, expected --template FILE');
  return { path: policy, isTemplate: false };
}

function templateIn(path: string): unknown {
  return fileJson('--template', path, 'a CloudFormation template as JSON, as CDK writes it to cdk.out').value;
}

/** Also takes what `aws ecr get-lifecycle-policy` prints, where the policy is a text. */
function policyOfFile(path: string): GivenPolicy {
  const { text, value } = fileJson('--policy', path, 'a lifecycle policy as JSON, as ECR keeps it');
  const inner = isObject(value) ? value.lifecyclePolicyText : undefined;
  return { place: path, text: typeof inner === 'string' ? inner : text };
}

function policyOfRepository(path: string, { logicalId, name, policyText }: TemplateRepository): GivenPolicy {
  const place = `${path}, ${logicalId}`;
  const repositoryName = typeof name === 'string' ? name : undefined;
  if (policyText === undefined || typeof policyText === 'string') return { place, text: policyText, repositoryName };
  throw CommandError.unusable(
    `${place}: its policy is ${JSON.stringify(policyText)}, expected LifecyclePolicyText with a text: ` +
      'what CloudFormation puts there at deployment cannot be known here',
  );
}
