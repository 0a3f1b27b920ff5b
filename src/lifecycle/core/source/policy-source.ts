import { byPriority, DocumentTagFilter, PolicyDocument } from '../document';
import { Call, calledTypes, Expression, hasJsonText, written } from './expression';
import { callsFor, RuleCall } from './factories';
import { SourceLanguage } from './languages';
import { printableJson } from '../../../private/printable';

/**
 * Writes a policy as code that creates it with this library. The rules keep their order; `LifecyclePolicy.of` numbers them from 1.
 * @param document a policy that ECR accepts; null for no policy
 */
export function policySource(document: PolicyDocument | null, language: SourceLanguage): string {
  const call = policyCall(document);
  const types = [...calledTypes(call)].filter((type) => type !== 'Duration').sort();
  const usesDuration = calledTypes(call).has('Duration');
  const isRenumbered = document !== null && !hasJsonText(call) && byPriority(document.rules).some(isElsewhere);
  const remark = isRenumbered ? ['The rules have other priorities than in the original policy, but the same order.'] : [];
  if (language === 'typescript') {
    const start = 'export const lifecyclePolicy = ';
    return [
      ...(usesDuration ? ["import { Duration } from 'aws-cdk-lib';"] : []),
      `import { ${types.join(', ')} } from 'cdk-secure-repository';`,
      '',
      ...remark.map((text) => `// ${text}`),
      `${start}${written(call, language, start.length + 1)};`,
      '',
    ].join('\n');
  }
  const start = 'lifecycle_policy = ';
  return [
    ...(hasJsonText(call) ? ['import json', ''] : []),
    ...(usesDuration ? ['from aws_cdk import Duration'] : []),
    `from cdk_secure_repository import ${types.join(', ')}`,
    '',
    ...remark.map((text) => `# ${text}`),
    `${start}${written(call, language, start.length)}`,
    '',
  ].join('\n');
}

/** Writes a policy as JSON, with the rules in the order of their priorities. */
export function policyJson(document: PolicyDocument): string {
  return printableJson(`${JSON.stringify({ rules: byPriority(document.rules) }, null, 2)}\n`);
}

function isElsewhere({ rulePriority }: { readonly rulePriority: number }, index: number): boolean {
  return rulePriority !== index + 1;
}

function policyCall(document: PolicyDocument | null): Call {
  if (document === null) return ofPolicy('none');
  const calls = callsFor(document);
  if (calls === undefined) return ofPolicy('fromText', { jsonOf: valueOf({ rules: byPriority(document.rules) }) });
  return keepLatestCall(calls) ?? expireUntaggedCall(calls) ?? ofPolicy('of', ...calls.map(ruleCall));
}

function ofPolicy(method: string, ...args: Expression[]): Call {
  return { type: 'LifecyclePolicy', method, args };
}

/** `LifecyclePolicy.keepLatest`, if it makes the rules. */
function keepLatestCall(calls: readonly RuleCall[]): Call | undefined {
  const [untagged, newest] = calls.slice(-2);
  const protections = calls.slice(0, -2);
  const isPreset =
    isUntaggedExpiry(untagged) &&
    untagged.count === 14 &&
    newest?.factory === 'keepLatest' &&
    newest.filter.tagPatternList?.join('\n') === '*' &&
    newest.description === undefined &&
    protections.every(({ factory, description }) => factory === 'protect' && description === undefined);
  if (!isPreset) return undefined;
  const protectedTags = protections.flatMap(({ filter }) => filter.tagPatternList ?? []);
  return { ...ofPolicy('keepLatest', newest.count), ...(protectedTags.length === 0 ? {} : { options: { protectedTags } }) };
}

/** `LifecyclePolicy.expireUntaggedAfter`, if it makes the rules. */
function expireUntaggedCall(calls: readonly RuleCall[]): Call | undefined {
  const [rule] = calls;
  return calls.length === 1 && isUntaggedExpiry(rule) ? ofPolicy('expireUntaggedAfter', daysCall(rule.count)) : undefined;
}

function isUntaggedExpiry(call: RuleCall | undefined): call is RuleCall {
  return call?.factory === 'expireAfter' && call.filter.tagStatus === 'untagged' && call.description === undefined;
}

function ruleCall({ factory, count, filter, description }: RuleCall): Call {
  const options = description === undefined ? {} : { options: { description } };
  const call = { type: 'LifecycleRule', method: factory, ...options };
  if (factory === 'protect') return { ...call, args: filter.tagPatternList ?? [] };
  const amount = factory === 'keepLatest' || factory === 'archiveAllButLatest' ? count : daysCall(count);
  // any image is the default
  const isDefault = filter.tagStatus === 'any' && description === undefined;
  return { ...call, args: isDefault ? [amount] : [amount, selectionCall(filter)] };
}

function daysCall(days: number): Call {
  return { type: 'Duration', method: 'days', args: [days] };
}

function selectionCall({ tagStatus, tagPatternList = [] }: DocumentTagFilter): Call {
  const method = tagStatus !== 'tagged' ? tagStatus : tagPatternList.length === 1 ? 'tagged' : 'taggedWithAll';
  return { type: 'ImageSelection', method, args: tagPatternList };
}

/** A value of JSON. A policy that ECR accepts has texts, numbers, lists and objects only. */
function valueOf(value: unknown): Expression {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(valueOf);
  const members = Object.entries(value as object).filter(([, member]) => member !== undefined);
  return { members: Object.fromEntries(members.map(([name, member]) => [name, valueOf(member)])) };
}
