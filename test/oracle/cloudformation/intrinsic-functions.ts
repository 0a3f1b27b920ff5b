import { Json, JsonObject } from './template';

/** What the intrinsic functions of one template ask for. */
export interface Scope {
  ref(name: string): Json;
  getAtt(logicalId: string, attribute: string): Json;
  importValue(name: string): Json;
  stackOutput(stackName: string, outputName: string): Json;
  condition(name: string): boolean;
}

/** The value that CloudFormation puts in place of `value`: no intrinsic function is left in it. */
export function resolved(value: Json, scope: Scope): Json {
  if (Array.isArray(value)) return value.map((item) => resolved(item, scope)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as JsonObject);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && (name === 'Ref' || name?.startsWith('Fn::'))) return applied(name, argument, scope);
  return Object.fromEntries(entries.map(([key, item]) => [key, resolved(item, scope)]).filter(([, item]) => item !== undefined));
}

function applied(name: string, argument: Json, scope: Scope): Json {
  switch (name) {
    case 'Ref':
      return scope.ref(text(argument));
    case 'Fn::GetAtt': {
      const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : list(resolved(argument, scope)).map(text);
      return scope.getAtt(logicalId, attribute.join('.'));
    }
    case 'Fn::ImportValue':
      return scope.importValue(text(resolved(argument, scope)));
    case 'Fn::GetStackOutput': {
      const { StackName: stack, OutputName: output } = resolved(argument, scope) as JsonObject;
      return scope.stackOutput(text(stack), text(output));
    }
    case 'Fn::Join': {
      const [separator, parts] = list(argument);
      return list(resolved(parts, scope)).map(text).join(text(separator));
    }
    case 'Fn::Split': {
      const [separator, whole] = list(resolved(argument, scope));
      return text(whole).split(text(separator));
    }
    case 'Fn::Select': {
      const [index, items] = list(resolved(argument, scope));
      return list(items)[Number(index)];
    }
    case 'Fn::Sub':
      return substituted(argument, scope);
    case 'Fn::If': {
      const [condition, then, otherwise] = list(argument);
      return resolved(scope.condition(text(condition)) ? then : otherwise, scope);
    }
    default:
      throw new Error(`${name} is an intrinsic function that is not evaluated here`);
  }
}

/** `Fn::Sub`: `${Name}` and `${Name.Attribute}` are replaced, `${!Literal}` becomes `${Literal}`. */
function substituted(argument: Json, scope: Scope): string {
  const [pattern, variables = {}] = typeof argument === 'string' ? [argument] : list(argument);
  return text(pattern).replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(variables as JsonObject, name)) return text(resolved((variables as JsonObject)[name], scope));
    const [logicalId, ...attribute] = name.split('.');
    return text(attribute.length === 0 ? scope.ref(name) : scope.getAtt(logicalId, attribute.join('.')));
  });
}

function text(value: Json): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${JSON.stringify(value)} stands where CloudFormation expects a string`);
}

function list(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  throw new Error(`${JSON.stringify(value)} stands where CloudFormation expects a list`);
}
