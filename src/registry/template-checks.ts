import { Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Construct, IConstruct } from 'constructs';
import { CreatedRepositoryProps } from './repository-template-props';
import { renderedResource } from '../private/cdk-internals';
import { errorFinding, Finding, warningFinding } from '../private/finding';
import { describeValue, quoted } from '../private/format-value';
import { checkType } from '../private/input-type';
import { intrinsicText, isIntrinsic, longestText, shortestText } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer, isUnknown } from '../private/unknown-value';

/** The limits of the schema and of the API, in characters. */
const DESCRIPTION = 256;
const LIFECYCLE = { shortest: 100, longest: 30_720 };
const POLICY = 10_240;
const TAGS = { most: 50, key: 128, value: 256 };

/** The namespaces of the templates of each registry. */
const USED = new WeakMap<IConstruct, Map<string, Construct>>();

/** Checks the properties that templates and caches have in common. */
export function checkCreatedRepositoryProps(owner: Construct, { description, tags, creationRole }: CreatedRepositoryProps): void {
  const refuse = (problem: string) => new SecureRepositoryError('repository-template', owner, problem);
  if (description !== undefined) checkType(owner, 'description', description, 'text');
  if (tags !== undefined) {
    checkType(owner, 'tags', tags, 'object');
    if (Token.isUnresolved(tags)) {
      throw refuse('tags is a token, but the keys must be known at synthesis. Pass an object whose values may be tokens.');
    }
    for (const [key, value] of Object.entries(tags)) checkType(owner, `tags[${quoted(key)}]`, value, 'text');
  }
  if (creationRole !== undefined && typeof creationRole?.roleArn !== 'string') {
    throw refuse(
      `creationRole is ${describeValue(creationRole)}, but must be a role. Use iam.Role.fromRoleArn(this, "Role", arn) for a role that is not in the app.`,
    );
  }
}

/** Throws an error if a cache or a template of the registry has the namespace already: each has a template, and a registry has one for a namespace. */
export function requireUnusedNamespace(owner: Construct, namespace = 'ROOT'): void {
  const registry = owner.node.scope ?? owner;
  const used = USED.get(registry) ?? new Map<string, Construct>();
  USED.set(registry, used);
  const other = used.get(namespace);
  // a cache or template that was removed from the tree does not count
  if (other && registry.node.tryFindChild(other.node.id) === other && !isUnknown(namespace)) {
    throw new SecureRepositoryError(
      'repository-prefix',
      owner,
      `prefix is ${quoted(namespace)}, which ${other.node.path} has already, but a registry has one template for a prefix, and a cache has a template, too. Use ` +
        'another prefix.',
    );
  }
  used.set(namespace, owner);
}

type Properties = { readonly [property: string]: unknown };

/** Checks a template as it is deployed, after assignments to the L1, overrides and Aspects. */
export function templateFindings(resource: ecr.CfnRepositoryCreationTemplate, isPolicyReplaced: boolean): Finding[] {
  const properties: Properties = renderedResource(resource, isPolicyReplaced ? {} : { repositoryPolicy: undefined }).Properties;
  const problems = [
    ...textProblems(properties),
    ...tagProblems(properties.ResourceTags),
    ...encryptionProblems(properties),
    ...keyProblems(properties, Stack.of(resource).region),
  ];
  return [...problems.map((problem) => errorFinding('repository-template', problem)), ...immutableTags(properties)];
}

function textProblems({ Description, LifecyclePolicy, RepositoryPolicy }: Properties): string[] {
  const problems: string[] = [];
  const description = Description === undefined ? '' : shortestText(Description);
  if (description.length > DESCRIPTION) {
    problems.push(`description has ${description.length} characters, but must have at most ${DESCRIPTION}. Shorten it.`);
  }
  if (LifecyclePolicy !== undefined) {
    const length = shortestText(LifecyclePolicy).length;
    const isTooShort = longestText(LifecyclePolicy).length < LIFECYCLE.shortest && !isUnknown(LifecyclePolicy);
    if (isTooShort || length > LIFECYCLE.longest) {
      const limits = `${LIFECYCLE.shortest} to ${LIFECYCLE.longest}`;
      problems.push(
        `the lifecycle policy has ${length} characters, but a template accepts ${limits}. Use a policy of LifecyclePolicy with fewer rules.`,
      );
    }
  }
  const policy = RepositoryPolicy === undefined ? 0 : shortestText(RepositoryPolicy).length;
  if (policy > POLICY) {
    problems.push(
      `the repository policy has at least ${policy} characters, but must have at most ${POLICY}. Grant to an organization instead of to each principal by name.`,
    );
  }
  return problems;
}

function tagProblems(tags: unknown): string[] {
  if (!Array.isArray(tags)) return [];
  const problems =
    tags.length > TAGS.most ? [`the template has ${tags.length} tags, but a repository has at most ${TAGS.most}. Remove tags.`] : [];
  for (const { Key, Value } of tags as Properties[]) {
    // an intrinsic function has no key
    if (Key === undefined || isIntrinsic(Key)) continue;
    const key = String(Key);
    if (/^aws:/i.test(key)) problems.push(`the tag ${quoted(key)} begins with "aws:", which is reserved for AWS. Use another key.`);
    if (key.length < 1 || key.length > TAGS.key) {
      problems.push(`the key of the tag ${quoted(key)} has ${key.length} characters, but must have 1 to ${TAGS.key}. Use another key.`);
    }
    const { length } = shortestText(Value ?? '');
    if (length > TAGS.value) {
      problems.push(`the value of the tag ${quoted(key)} has ${length} characters, but must have at most ${TAGS.value}. Shorten it.`);
    }
  }
  return problems;
}

/** Amazon ECR cannot create a repository with tags or KMS without a role, so every pull would fail. */
function encryptionProblems({ CustomRoleArn, EncryptionConfiguration, ResourceTags }: Properties): string[] {
  if (CustomRoleArn !== undefined) return [];
  const { EncryptionType: type = 'AES256' } = (EncryptionConfiguration ?? {}) as Properties;
  const reasons = [
    ...(ResourceTags === undefined ? [] : ['tags']),
    ...(type === 'AES256' || isIntrinsic(type) ? [] : [`the encryption ${String(type)}`]),
  ];
  if (reasons.length === 0) return [];
  const what = reasons.join(' and ');
  return [
    `the template has ${what}, but the role that Amazon ECR needs for it was removed from the L1. Remove the change of customRoleArn, or set creationRole.`,
  ];
}

function keyProblems({ EncryptionConfiguration }: Properties, region: string): string[] {
  const { KmsKey: key } = (EncryptionConfiguration ?? {}) as Properties;
  if (key === undefined || isUnknown(key)) return [];
  const text = intrinsicText(key);
  const last = text.split(':').pop() ?? '';
  if (!last.includes('${') && !/^[^:]*}$/.test(last) && !/^arn:.*:key\/[a-z0-9-]+$/.test(text)) {
    return [
      `encryptionKey is ${quoted(text)}, but a template accepts only the full ARN of a key. Use the key itself, or kms.Key.fromKeyArn for a key that is not in the app.`,
    ];
  }
  const [, keyRegion] = /^arn:.*?:kms:([a-z0-9-]+):/.exec(text) ?? [];
  if (keyRegion === undefined || !areKnownToDiffer(keyRegion, region)) return [];
  return [`encryptionKey is in ${keyRegion}, but the registry is in ${region}. Use a key of ${region}.`];
}

/** An upstream moves tags such as `latest`, and an immutable tag of a cached repository is not refreshed. */
function immutableTags({ AppliedFor, ImageTagMutability: mutability }: Properties): Finding[] {
  if (isIntrinsic(mutability) || ![AppliedFor].flat().includes('PULL_THROUGH_CACHE') || !String(mutability).startsWith('IMMUTABLE')) {
    return [];
  }
  return [
    warningFinding(
      'cached-tags-immutable',
      'the tags of cached images are immutable, and Amazon ECR does not refresh an immutable tag when the upstream moves it to another image. List each tag that ' +
        'the upstream moves in mutableTags, or acknowledge this warning if you pull only tags that do not move.',
    ),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const MOST_CACHES = 50;

/** Returns an error if a registry has more caches than Amazon ECR allows, which cannot be increased. */
export function numberOfCaches(count: number): Finding[] {
  if (count <= MOST_CACHES) return [];
  return [
    errorFinding(
      'pull-through-cache',
      `the registry has ${count} pull-through caches, but Amazon ECR allows at most ${MOST_CACHES}, which cannot be increased. Remove caches.`,
    ),
  ];
}
