import { CommandError } from './command-error';
import { Input, InputText } from './input';
import { chosenResource, PolicyResource } from './policy-resource';
import { isTemplate, templateResources } from './template-resources';
import { templateFromYaml } from './template-yaml';
import { isTerraform, terraformResources } from './terraform-resources';
import { PolicyDocument } from '../lifecycle/core/document';
import { isObject } from '../lifecycle/core/fault';
import { assertAccepted, parsedPolicy } from '../lifecycle/core/policy-faults';
import { printable } from '../private/printable';
import { messageOf } from '../private/secure-repository-error';

/** Where a policy comes from. */
export interface PolicySource {
  readonly policy?: string;
  readonly template?: readonly string[];
  readonly resource?: string;
}

/** The options that say so, for `util.parseArgs`. */
export const POLICY_OPTIONS = {
  policy: { type: 'string' },
  template: { type: 'string', multiple: true },
  resource: { type: 'string' },
} as const;

/** A policy that was read, and not yet checked. */
export interface GivenPolicy {
  /** What it is called in messages. */
  readonly place: string;
  /** The JSON as ECR is given it; none for a repository without a policy. */
  readonly text?: string;
  /** The name of its repository; none where that is not known. */
  readonly repositoryName?: string;
  /** Whether Terraform puts it: then the order of its rules matters. */
  readonly isOfTerraform?: boolean;
}

/** The policy of a file, or of one resource of a template. */
export async function onePolicy(source: PolicySource, input: Input): Promise<GivenPolicy> {
  const given = await read(source, input);
  return Array.isArray(given) ? policyOfResource(chosenResource(given, source.resource)) : given;
}

/**
 * The policy of a file, or those of all resources of all templates, or of the chosen one; each is read by itself, so that one that cannot be
 * read does not hide the others.
 */
export async function allPolicies(source: PolicySource, input: Input): Promise<(() => GivenPolicy)[]> {
  const given = await read(source, input);
  if (!Array.isArray(given)) return [() => given];
  const chosen = source.resource === undefined ? given : [chosenResource(given, source.resource)];
  return chosen.map((resource) => () => policyOfResource(resource));
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

/** A policy, or the resources of which each may have one. */
async function read({ policy, template = [], resource }: PolicySource, input: Input): Promise<GivenPolicy | PolicyResource[]> {
  if ((policy === undefined) === (template.length === 0)) {
    throw CommandError.unusable('expected either --policy FILE or --template FILE');
  }
  if (policy === undefined) {
    const found: FoundResources[] = [];
    for (const path of new Set(template)) found.push(resourcesOfTemplate(await input.text('--template', path)));
    return atLeastOne(found);
  }
  const file = await input.text('--policy', policy);
  const value = json(file, 'a lifecycle policy as JSON. Give a template with --template');
  const found = resourcesOf(file.place, value);
  if (found !== undefined) return atLeastOne([found]);
  if (resource !== undefined) throw CommandError.unusable('--resource chooses from a template, expected --template FILE');
  return policyOfFile(file, value);
}

/** The resources of a file, and what to do when there are none. */
interface FoundResources {
  readonly resources: PolicyResource[];
  readonly without: string;
}

/** None where the file is of another kind. */
function resourcesOf(place: string, value: unknown): FoundResources | undefined {
  if (isTemplate(value)) {
    const types = 'AWS::ECR::Repository or AWS::ECR::RepositoryCreationTemplate';
    const without = `${place}: there is no resource of the type ${types}. A nested stack has a template of its own beside this one`;
    return { resources: templateResources(place, value), without };
  }
  if (!isTerraform(value)) return undefined;
  const types = 'aws_ecr_lifecycle_policy or aws_ecr_repository_creation_template';
  const without = `${place}: there is no resource of the type ${types}. Give the plan or the state that has the lifecycle policy`;
  return { resources: terraformResources(place, value), without };
}

function resourcesOfTemplate(file: InputText): FoundResources {
  const found = resourcesOf(file.place, templateOf(file));
  if (found !== undefined) return found;
  throw CommandError.unusable(
    `${file.place}: there is no object Resources, expected a CloudFormation template, or what terraform show -json prints. ` +
      'Give a policy with --policy',
  );
}

/** What looks like JSON may be YAML in flow style; when it is neither, JSON is what was meant. */
function templateOf(file: InputText): unknown {
  if (!/^\s*[{[]/.test(file.text)) return yaml(file);
  try {
    return JSON.parse(file.text);
  } catch (error) {
    try {
      return templateFromYaml(file.text);
    } catch {
      throw CommandError.unusable(`${file.place}: the text is not valid JSON (${messageOf(error)})`);
    }
  }
}

function atLeastOne(found: readonly FoundResources[]): PolicyResource[] {
  const all = found.flatMap(({ resources }) => resources);
  if (all.length > 0) return all;
  throw CommandError.all(found.map(({ without }) => CommandError.unusable(without)));
}

function json({ place, text }: InputText, expected: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw CommandError.unusable(`${place}: the text is not valid JSON (${messageOf(error)}), expected ${expected}`);
  }
}

function yaml({ place, text }: InputText): unknown {
  try {
    return templateFromYaml(text);
  } catch (error) {
    throw CommandError.unusable(`${place}, ${messageOf(error)}`);
  }
}

/** Also what `aws ecr get-lifecycle-policy` prints, where the policy is a text, and that text alone, as `--query` prints it. */
function policyOfFile({ place, text }: InputText, value: unknown): GivenPolicy {
  if (typeof value === 'string') return { place, text: value };
  if (!isObject(value) || typeof value.lifecyclePolicyText !== 'string') return { place, text };
  const { lifecyclePolicyText, repositoryName } = value;
  return { place, text: lifecyclePolicyText, ...(typeof repositoryName === 'string' ? { repositoryName } : {}) };
}

function policyOfResource({ place: file, id, name, policyText, problem, isOfTerraform }: PolicyResource): GivenPolicy {
  const place = printable(`${file}, ${id}`);
  if (problem !== undefined) throw CommandError.unusable(`${place}: ${problem}`);
  return { place, text: policyText, repositoryName: typeof name === 'string' ? name : undefined, isOfTerraform };
}
