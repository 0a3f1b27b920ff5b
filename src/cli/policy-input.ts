import { CommandError } from './command-error';
import { fileJson } from './input';
import { chosenRepository, repositoriesOf, TemplateRepository } from './template-repositories';
import { assertAccepted } from '../lifecycle/core/accepted-policy';
import { isObject } from '../lifecycle/core/fault';
import { messageOf } from '../lifecycle/core/message-of';
import { PolicyDocument } from '../lifecycle/core/policy-document';

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
  /** None for a repository without a policy. */
  readonly document?: unknown;
}

/** The policy of a file, or of one repository of a template. */
export function onePolicy(source: PolicySource): GivenPolicy {
  const path = templatePath(source);
  if (path === undefined) return policyOfFile(source);
  return policyOfRepository(path, chosenRepository(path, repositoriesOf(path, fileJson('--template', path)), source.resource));
}

/** The policy of a file, or those of all repositories of a template, or of the chosen one. */
export function allPolicies(source: PolicySource): GivenPolicy[] {
  const path = templatePath(source);
  if (path === undefined) return [policyOfFile(source)];
  const repositories = repositoriesOf(path, fileJson('--template', path));
  const chosen =
    source.resource === undefined && repositories.length > 0 ? repositories : [chosenRepository(path, repositories, source.resource)];
  return chosen.map((repository) => policyOfRepository(path, repository));
}

/** The document of a policy that ECR accepts; none for a repository without a policy. */
export function acceptedDocument({ place, document }: GivenPolicy): PolicyDocument | undefined {
  if (document === undefined) return undefined;
  try {
    assertAccepted(place, document);
    return document;
  } catch (error) {
    throw CommandError.failed(messageOf(error));
  }
}

/** The path of the template, or none when the policy is in a file of its own. */
function templatePath({ policy, template, resource }: PolicySource): string | undefined {
  if ((policy === undefined) === (template === undefined)) throw CommandError.unusable('expected either --policy FILE or --template FILE');
  if (policy !== undefined && resource !== undefined)
    throw CommandError.unusable('--resource chooses from a template, expected --template FILE');
  return template;
}

/** Also takes what `aws ecr get-lifecycle-policy` prints, where the policy is a text. */
function policyOfFile({ policy = '' }: PolicySource): GivenPolicy {
  const document = fileJson('--policy', policy);
  const text = isObject(document) ? document.lifecyclePolicyText : undefined;
  return { place: policy, document: typeof text === 'string' ? parsed(policy, text) : document };
}

function policyOfRepository(path: string, { logicalId, policyText }: TemplateRepository): GivenPolicy {
  const place = `${path}, ${logicalId}`;
  if (policyText === undefined) return { place };
  if (typeof policyText === 'string') return { place, document: parsed(place, policyText) };
  throw CommandError.unusable(`${place}: its policy is known at deployment only, expected a text: ${JSON.stringify(policyText)}`);
}

function parsed(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw CommandError.failed(`${place}: the policy is no JSON: ${messageOf(error)}`);
  }
}
