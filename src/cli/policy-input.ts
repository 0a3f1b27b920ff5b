import { CommandError } from './command-error';
import { Input, InputText } from './input';
import { anyText, optional, repeatable } from './options';
import { NamedFile } from './output-file';
import { chosenResource, isTemplate, PolicyResource, templateResources } from './policy-templates';
import { templateFromYaml } from './template-yaml';
import { isTerraform, terraformResources } from './terraform';
import { PolicyDocument } from '../lifecycle/core/document';
import { isObject } from '../lifecycle/core/json-text';
import { assertAccepted, parsedPolicy } from '../lifecycle/core/policy-faults';
import { printable } from '../private/printable';
import { messageOf } from '../private/secure-repository-error';

/** Where a policy comes from. */
export interface PolicySource {
  readonly policy?: string;
  readonly template: readonly string[];
  readonly resource?: string;
}

/** The options for it. */
export const POLICY_OPTIONS = {
  policy: optional('FILE', 'the policy: its JSON, or the output of aws ecr get-lifecycle-policy', anyText),
  template: repeatable(
    'FILE',
    'a CloudFormation template in JSON or YAML, such as cdk.out/App.template.json, or the output of terraform show -json for a plan or a state',
    anyText,
  ),
  resource: optional(
    'ID',
    'one resource of the template: its logical ID, construct path, repository name, prefix (of a creation template) or address in Terraform',
    anyText,
  ),
};

/** The files of the options that name policies. */
export function policyFiles({ policy, template }: PolicySource): NamedFile[] {
  return [{ option: '--policy', path: policy }, ...template.map((path) => ({ option: '--template', path }))];
}

/** A policy that was read, and not yet checked. */
export interface PolicyInput {
  /** Its name in messages. */
  readonly place: string;
  /** The JSON that ECR receives; none for a repository without a policy, and none when there is a problem. */
  readonly text?: string;
  /** Why the policy of a resource cannot be read, and what to do. */
  readonly problem?: string;
  /** The name of its repository; none where that is not known. */
  readonly repositoryName?: string;
  /** Whether it is for the repositories that ECR creates from a template. */
  readonly isOfCreationTemplate?: boolean;
  /** Whether Terraform writes it: then the order of its rules matters. */
  readonly isOfTerraform?: boolean;
}

/** Reads the policy of a file, or of one resource of a template. */
export async function onePolicy(source: PolicySource, input: Input): Promise<PolicyInput> {
  const found = await read(source, input);
  return Array.isArray(found) ? policyOfResource(chosenResource(found, source.resource)) : found;
}

/**
 * Reads the policy of a file, or those of all resources of all templates, or of the chosen one. Each is read separately, so that one that
 * cannot be read does not hide the others.
 */
export async function allPolicies(source: PolicySource, input: Input): Promise<(() => PolicyInput)[]> {
  const found = await read(source, input);
  if (!Array.isArray(found)) return [() => found];
  const chosen = source.resource === undefined ? found : [chosenResource(found, source.resource)];
  return chosen.map((resource) => () => withoutProblem(policyOfResource(resource)));
}

/** Reads the policy of a file that an option names and that is no template. */
export async function policyOfFile(option: string, path: string, input: Input): Promise<PolicyInput> {
  const file = await input.text(option, path);
  return policyOfValue(file, json(file, 'Pass a lifecycle policy as JSON.'));
}

/** Returns the document of a policy that ECR accepts; undefined for a repository without a policy. */
export function acceptedDocument(policy: PolicyInput): PolicyDocument | undefined {
  const { place, text } = withoutProblem(policy);
  if (text === undefined) return undefined;
  try {
    const document = parsedPolicy(place, text);
    assertAccepted(place, document, text);
    return document;
  } catch (error) {
    throw CommandError.refused(messageOf(error));
  }
}

function withoutProblem(policy: PolicyInput): PolicyInput {
  const { place, problem } = policy;
  if (problem !== undefined) throw CommandError.input(`${place}: ${problem}`);
  return policy;
}

/** Returns a policy, or the resources that can each have one. */
async function read({ policy, template, resource }: PolicySource, input: Input): Promise<PolicyInput | PolicyResource[]> {
  if ((policy === undefined) === (template.length === 0)) {
    const problem = policy === undefined ? '--policy: the policy is missing' : '--policy: --template is also present';
    throw CommandError.usage(`${problem}. Use either --policy FILE or --template FILE.`);
  }
  if (policy === undefined) {
    const found: FoundResources[] = [];
    for (const path of new Set(template)) found.push(resourcesOfTemplate(await input.text('--template', path)));
    return atLeastOne(found);
  }
  const file = await input.text('--policy', policy);
  const value = json(file, 'Pass a lifecycle policy as JSON, or a template with --template.');
  const found = resourcesOf(file.place, value);
  if (found !== undefined) return atLeastOne([found]);
  if (resource !== undefined) {
    throw CommandError.usage(`--resource: ${file.place} is not a template, so there is no resource in it. Use --template FILE.`);
  }
  return policyOfValue(file, value);
}

/** The resources of a file, and the message for a file without resources. */
interface FoundResources {
  readonly resources: PolicyResource[];
  readonly without: string;
}

/** Returns undefined for a file of another kind. */
function resourcesOf(place: string, value: unknown): FoundResources | undefined {
  if (isTemplate(value)) {
    const types = 'AWS::ECR::Repository or AWS::ECR::RepositoryCreationTemplate';
    const without = `${place}: the file has no resource of the type ${types}. If the resource is in a nested stack, pass the template of that stack.`;
    return { resources: templateResources(place, value), without };
  }
  if (!isTerraform(value)) return undefined;
  const types = 'aws_ecr_lifecycle_policy or aws_ecr_repository_creation_template';
  const without = `${place}: the file has no resource of the type ${types}. Pass the plan or the state that contains the lifecycle policy.`;
  return { resources: terraformResources(place, value), without };
}

function resourcesOfTemplate(file: InputText): FoundResources {
  const found = resourcesOf(file.place, parsedTemplate(file));
  if (found !== undefined) return found;
  throw CommandError.input(
    `${file.place}: the file has no Resources object, so it is neither a CloudFormation template nor the output of terraform show -json. ` +
      'Pass a policy with --policy.',
  );
}

/** The value of a template in JSON or YAML. Text that looks like JSON may be YAML in flow style. When it is neither, it was meant as JSON. */
export function parsedTemplate(file: InputText): unknown {
  if (!/^\s*[{[]/.test(file.text)) return yaml(file);
  try {
    return JSON.parse(file.text);
  } catch {
    try {
      return templateFromYaml(file.text);
    } catch {
      return json(file, 'Correct the template.');
    }
  }
}

function atLeastOne(found: readonly FoundResources[]): PolicyResource[] {
  const all = found.flatMap(({ resources }) => resources);
  if (all.length > 0) return all;
  throw CommandError.all(found.map(({ without }) => CommandError.input(without)));
}

function json({ place, text }: InputText, remedy: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw CommandError.input(`${place}: the text is not valid JSON (${messageOf(error)}). ${remedy}`);
  }
}

function yaml({ place, text }: InputText): unknown {
  try {
    return templateFromYaml(text);
  } catch (error) {
    throw CommandError.input(`${place}, ${messageOf(error)}`);
  }
}

/**
 * Accepts also the output of `aws ecr get-lifecycle-policy`, where the policy is text, that text alone, as `--query` prints it, and the file
 * of a repository in an inventory, which has null for no policy.
 */
function policyOfValue({ place, text }: InputText, value: unknown): PolicyInput {
  if (typeof value === 'string') return { place, text: value };
  if (!isObject(value)) return { place, text };
  const { lifecyclePolicyText, repository } = value;
  const { repositoryName } = isObject(repository) ? repository : value;
  if (typeof lifecyclePolicyText !== 'string' && lifecyclePolicyText !== null) return { place, text };
  return { place, text: lifecyclePolicyText ?? undefined, ...(typeof repositoryName === 'string' ? { repositoryName } : {}) };
}

function policyOfResource({ place: file, id, name, prefix, policyText, problem, isOfTerraform }: PolicyResource): PolicyInput {
  return {
    place: printable(`${file}, ${id}`),
    text: policyText,
    problem,
    repositoryName: typeof name === 'string' ? name : undefined,
    isOfCreationTemplate: prefix !== undefined,
    isOfTerraform,
  };
}
