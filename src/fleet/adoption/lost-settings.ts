import { canonical, canonicalPolicy } from './canonical-value';
import { isObject } from '../../lifecycle/core/json-text';

const MOST_CHARACTERS = 200;

/** The properties of a resource. */
export interface ResourceProperties {
  readonly [property: string]: unknown;
}

/** What a template would change in a repository, as sentences without a period: what is lost, replaced, changed and added. */
export function changedSettings(present: ResourceProperties, declared: ResourceProperties): string[] {
  const names = [...new Set([...Object.keys(present), ...Object.keys(declared)])];
  return names.flatMap((name) => (PARTS.get(name) ?? wholeProperty(name))(present[name], declared[name]));
}

type Comparison = (present: unknown, declared: unknown) => string[];

/** The properties of which parts can be lost. */
const PARTS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['EncryptionConfiguration', encryptionChanges],
  ['RepositoryPolicyText', policyChanges],
  ['LifecyclePolicy', lifecycleChanges],
  ['Tags', tagChanges],
]);

function wholeProperty(name: string): Comparison {
  return (present, declared) => {
    const [was, becomes] = [canonical(present), canonical(declared)];
    if (was === becomes) return [];
    if (becomes === undefined) return [`${name} is ${short(was)}, but the template does not declare it, so that it may be lost`];
    return [`${name} changes from ${short(was)} to ${short(becomes)}`];
  };
}

function encryptionChanges(present: unknown, declared: unknown): string[] {
  const [was, becomes] = [canonical(present), canonical(declared)];
  if (was === becomes) return [];
  if (becomes === undefined && isObject(present) && present.EncryptionType === 'AES256') {
    return [
      'EncryptionConfiguration is AES256, but the template does not declare it, and adding it after the import replaces the repository',
    ];
  }
  return [`EncryptionConfiguration changes from ${short(was)} to ${short(becomes)}, which replaces the repository`];
}

function policyChanges(present: unknown, declared: unknown): string[] {
  const [was, becomes] = [canonicalPolicy(present), canonicalPolicy(declared)];
  if (was === becomes) return [];
  if (becomes === undefined) return ['the repository policy is not declared, and CloudFormation removes it at the import'];
  const [before, after] = [statementsOf(present), statementsOf(declared)];
  const lost = [...before].filter(([text]) => !after.has(text)).map(([, name]) => `the repository policy loses the statement ${name}`);
  const added = [...after].filter(([text]) => !before.has(text)).map(([, name]) => `the repository policy gains the statement ${name}`);
  return lost.length + added.length > 0 ? [...lost, ...added] : ['the Version or the Id of the repository policy changes'];
}

/** The names of statements, by the text in which equal statements are equal. */
function statementsOf(policy: unknown): Map<string, string> {
  const document = documentOf(policy);
  const statements = [(isObject(document) ? document.Statement : undefined) ?? []].flat();
  return new Map(
    statements.map((statement) => {
      const text = canonicalPolicy(statement)!;
      return [text, isObject(statement) && typeof statement.Sid === 'string' ? JSON.stringify(statement.Sid) : short(text)];
    }),
  );
}

function lifecycleChanges(present: unknown, declared: unknown): string[] {
  const [was, becomes] = [canonical(present), canonical(declared)];
  if (was === becomes) return [];
  if (becomes === undefined) return ['the lifecycle policy is not declared, so that it may be lost'];
  const [before, after] = [rulesOf(present), rulesOf(declared)];
  const lost = [...before].filter(([text]) => !after.has(text)).map(([, name]) => `the lifecycle policy loses the rule ${name}`);
  const added = [...after].filter(([text]) => !before.has(text)).map(([, name]) => `the lifecycle policy gains the rule ${name}`);
  return lost.length + added.length > 0 ? [...lost, ...added] : [`LifecyclePolicy changes from ${short(was)} to ${short(becomes)}`];
}

/** The priorities of rules, by the text in which equal rules are equal. */
function rulesOf(policy: unknown): Map<string, string> {
  const document = documentOf(isObject(policy) ? policy.LifecyclePolicyText : undefined);
  const rules: unknown = isObject(document) ? document.rules : undefined;
  return new Map(
    (Array.isArray(rules) ? rules : []).map((rule: unknown) => [
      canonical(rule)!,
      isObject(rule) ? String(rule.rulePriority) : short(canonical(rule)),
    ]),
  );
}

function tagChanges(present: unknown, declared: unknown): string[] {
  const [before, after] = [tagsOf(present), tagsOf(declared)];
  const lost = [...before].flatMap(([key, value]) => {
    if (!after.has(key)) return [`the tag ${key} (${short(value)}) is lost`];
    return after.get(key) === value ? [] : [`the tag ${key} changes from ${short(value)} to ${short(after.get(key))}`];
  });
  return [...lost, ...[...after.keys()].filter((key) => !before.has(key)).map((key) => `the tag ${key} is added`)];
}

function tagsOf(tags: unknown): Map<string, string> {
  const found = (Array.isArray(tags) ? tags : []).filter(isObject);
  return new Map(found.map(({ Key: key, Value: value }) => [String(key), typeof value === 'string' ? value : canonical(value)!]));
}

function documentOf(policy: unknown): unknown {
  if (typeof policy !== 'string') return policy;
  try {
    return JSON.parse(policy);
  } catch {
    return undefined;
  }
}

function short(text: string | undefined): string {
  if (text === undefined) return 'nothing';
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
