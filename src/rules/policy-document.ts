import { DeployedRepository } from './deployed-repository';
import { isKnown } from './template-values';
import { Conditions } from '../access/conditions';
import { RenderedStatement } from '../access/statement-check';
import { isObject } from '../lifecycle/core/json-text';
import { Intrinsic, isIntrinsic } from '../private/intrinsics';

/** The policy of a repository: its statements, or that only the deployment knows it. */
export interface RepositoryPolicyText {
  /** The property of the resource type. */
  readonly property: string;
  readonly statements: readonly RenderedStatement[];
  /** Whether only the deployment knows the policy, one of its statements, or the effect of one. */
  readonly isUnknown: boolean;
  /** Why the value is not a policy document. */
  readonly fault?: string;
}

/** The properties that hold a repository policy. */
export const REPOSITORY_POLICY_PROPERTIES: readonly string[] = ['RepositoryPolicyText', 'RepositoryPolicy'];

/** The repository policy, which a repository has as an object or as JSON, and a creation template as JSON. */
export function repositoryPolicyOf({ type, properties }: DeployedRepository): RepositoryPolicyText {
  const property = type === 'AWS::ECR::Repository' ? 'RepositoryPolicyText' : 'RepositoryPolicy';
  const document = documentOf(properties[property]);
  const found = [(isObject(document) ? document.Statement : undefined) ?? []].flat().filter(isObject);
  return {
    property,
    statements: found.filter((statement) => !isInserted(statement)).map(withConditions),
    isUnknown: isInserted(document) || found.some((statement) => isInserted(statement) || isIntrinsic(statement.Effect)),
    fault: faultOf(document),
  };
}

/** Why a value is not a policy document. */
function faultOf(document: unknown): string | undefined {
  if (document === undefined || isInserted(document)) return undefined;
  if (!isObject(document)) return 'is not the JSON of a policy document';
  const { Statement: statement } = document;
  if (statement === undefined) return 'has no Statement';
  return [statement].flat().every(isObject) ? undefined : 'has a statement that is not an object';
}

/** Whether only the deployment knows a value or its members: an intrinsic function, a transform beside other members, or the placeholder of a look-up. */
function isInserted(value: unknown): boolean {
  if (!isObject(value)) return !isKnown(value);
  return isIntrinsic(value) || Object.keys(value).some((name) => name.startsWith('Fn::'));
}

/** Conditions of another form are refused by Amazon ECR, and restrict nothing here. */
function withConditions(statement: Record<string, unknown>): RenderedStatement {
  const { Condition: conditions } = statement;
  const operators = isObject(conditions) ? Object.entries(conditions).filter(([, condition]) => isObject(condition)) : [];
  return { ...(statement as unknown as RenderedStatement), Condition: Object.fromEntries(operators) as Conditions };
}

/** The document in the text of a policy, or the text if it is not JSON. Functions inside the text stay functions in its values. */
function documentOf(value: unknown): unknown {
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string') {
    const document = parsed(value);
    return document === undefined ? value : document;
  }
  if (!isIntrinsic(value)) return value;
  if ('Fn::ToJsonString' in value) return value['Fn::ToJsonString'];
  const pieces = piecesOf(value);
  if (pieces === undefined) return value;
  const functions: unknown[] = [];
  const text = pieces.map((piece) => (typeof piece === 'string' ? piece : `${MARK}${functions.push(piece) - 1}${MARK}`)).join('');
  const document = parsed(text);
  return document === undefined ? value : restored(document, functions);
}

/** A character that no policy contains. */
const MARK = '\uF8FF';

/** The literal text and the functions in `Fn::Join` and `Fn::Sub`. */
function piecesOf(value: Intrinsic): unknown[] | undefined {
  const join = value['Fn::Join'];
  if (Array.isArray(join)) {
    const [separator, items] = join as unknown[];
    if (typeof separator !== 'string' || !Array.isArray(items)) return undefined;
    return items.flatMap((item: unknown, index) => (index === 0 ? [item] : [separator, item]));
  }
  const sub = value['Fn::Sub'];
  const [text, variables] = Array.isArray(sub) ? (sub as unknown[]) : [sub];
  if (typeof text !== 'string') return undefined;
  return text.split(/(\$\{[^}]+\})/).map((part) => {
    const [, escaped, name] = /^\$\{(!?)([^}]+)\}$/.exec(part) ?? [];
    if (name === undefined) return part;
    if (escaped !== '') return `\${${name}}`;
    return isObject(variables) && name in variables ? variables[name] : { Ref: name };
  });
}

function restored(value: unknown, functions: readonly unknown[]): unknown {
  if (typeof value === 'string') {
    if (!value.includes(MARK)) return value;
    const parts = value.split(MARK).map((part, index) => (index % 2 === 0 ? part : functions[Number(part)]));
    return { 'Fn::Join': ['', parts.filter((part) => part !== '')] };
  }
  if (Array.isArray(value)) return value.map((item) => restored(item, functions));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, restored(member, functions)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
