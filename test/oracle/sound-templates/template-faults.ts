import { PSEUDO_PARAMETERS } from '../cloudformation/environment';
import { Json, JsonObject, Template } from '../cloudformation/template';

const UNRESOLVED = /[$#]\{token\[|token\[token\.\d+\]|\btoken\.\d+\]\}/i;
/** `Token.asNumber` encodes a token as a number below this one. */
const LOWEST_NUMBER = -1e280;

/** Whether a part of a token is left in the text. */
export function hasUnresolvedToken(text: string): boolean {
  return UNRESOLVED.test(text);
}

/**
 * The references of a template that name nothing in it, and the tokens that were never resolved. Each fault begins with the
 * path of the value in the template.
 */
export function templateFaults(template: Template): string[] {
  return new TemplateCheck(template).faults;
}

class TemplateCheck {
  public readonly faults: string[] = [];

  constructor(private readonly template: Template) {
    this.walk(template as JsonObject, '');
    for (const section of ['Resources', 'Outputs'] as const) {
      for (const [id, { Condition: condition }] of Object.entries(template[section] ?? {})) {
        if (condition !== undefined) this.names('Conditions', condition, `${section}.${id}`, 'Condition');
      }
    }
    for (const [id, { DependsOn: dependencies = [] }] of Object.entries(template.Resources ?? {})) {
      for (const name of [dependencies].flat() as string[]) this.names('Resources', name, `Resources.${id}`, 'DependsOn');
    }
  }

  private walk(value: Json, path: string): void {
    if (typeof value === 'string') {
      if (hasUnresolvedToken(value)) this.faults.push(`${path}: an unresolved token is left in ${JSON.stringify(value)}`);
    } else if (typeof value === 'number') {
      if (value < LOWEST_NUMBER) this.faults.push(`${path}: an unresolved token is left as a number`);
    } else if (Array.isArray(value)) {
      value.forEach((item: Json, index) => this.walk(item, `${path}[${index}]`));
    } else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value as JsonObject);
      if (entries.length === 1) this.intrinsic(entries[0][0], entries[0][1], path);
      for (const [key, item] of entries) {
        if (hasUnresolvedToken(key)) this.faults.push(`${path}: an unresolved token is left in the key ${JSON.stringify(key)}`);
        this.walk(item, path === '' ? key : `${path}.${key}`);
      }
    }
  }

  private intrinsic(name: string, argument: Json, path: string): void {
    const first = Array.isArray(argument) ? (argument[0] as Json) : argument;
    switch (name) {
      case 'Ref':
        return this.refersTo(String(argument), path, 'Ref');
      case 'Fn::GetAtt':
        return this.names('Resources', typeof argument === 'string' ? argument.split('.')[0] : String(first), path, 'Fn::GetAtt');
      case 'Fn::Sub':
        return this.substitutes(argument, path);
      case 'Fn::If':
        return this.names('Conditions', String(first), path, 'Fn::If');
      case 'Fn::FindInMap':
        return typeof first === 'string' ? this.names('Mappings', first, path, 'Fn::FindInMap') : undefined;
      case 'Condition':
        // elsewhere this is the condition of a policy statement
        return path.startsWith('Conditions.') && typeof argument === 'string'
          ? this.names('Conditions', argument, path, 'Condition')
          : undefined;
      default:
        return undefined;
    }
  }

  /** `${Name}` and `${Name.Attribute}`, but for the variables that the function defines itself and `${!Literal}`. */
  private substitutes(argument: Json, path: string): void {
    const [pattern, variables = {}] = Array.isArray(argument) ? (argument as readonly Json[]) : [argument];
    for (const [whole, name] of String(pattern).matchAll(/\$\{([^!}][^}]*)\}/g)) {
      if (Object.hasOwn(variables as JsonObject, name)) continue;
      if (name.includes('.')) this.names('Resources', name.split('.')[0], path, `${whole} of Fn::Sub`);
      else this.refersTo(name, path, `${whole} of Fn::Sub`);
    }
  }

  private refersTo(name: string, path: string, how: string): void {
    if (PSEUDO_PARAMETERS.includes(name) || Object.hasOwn(this.template.Parameters ?? {}, name)) return;
    // conditions are decided before there is any resource
    this.names(path.startsWith('Conditions.') ? 'Parameters' : 'Resources', name, path, how);
  }

  private names(section: 'Parameters' | 'Mappings' | 'Conditions' | 'Resources', name: string, path: string, how: string): void {
    if (!Object.hasOwn(this.template[section] ?? {}, name)) {
      this.faults.push(`${path}: ${how} names ${name}, which is not among the ${section} of the template`);
    }
  }
}
