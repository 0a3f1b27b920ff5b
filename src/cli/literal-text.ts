import { isObject } from '../lifecycle/core/fault';

/** A variable of `Fn::Sub`, or `${!Text}`, which is `${Text}` in the end. */
const VARIABLE = /\$\{([^}]+)\}/g;

/**
 * The text that an intrinsic function gives where all that it is made of is known: `Fn::Join`, `Fn::Sub` and
 * `Fn::ToJsonString`. Anything else is given back as it is.
 */
export function literalText(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isObject(value) || Object.keys(value).length !== 1) return value;
  return joined(value['Fn::Join']) ?? substituted(value['Fn::Sub']) ?? json(value['Fn::ToJsonString']) ?? value;
}

function joined(argument: unknown): string | undefined {
  const [delimiter, parts]: unknown[] = Array.isArray(argument) ? argument : [];
  if (typeof delimiter !== 'string' || !Array.isArray(parts)) return undefined;
  const texts = parts.map(literalText);
  return texts.every((text) => typeof text === 'string') ? texts.join(delimiter) : undefined;
}

function substituted(argument: unknown): string | undefined {
  const [text, given]: unknown[] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== 'string') return undefined;
  const values = new Map(isObject(given) ? Object.entries(given).map(([name, value]) => [name, literalText(value)]) : []);
  const valueOf = (name: string) => (name.startsWith('!') ? `\${${name.slice(1)}}` : values.get(name.trim()));
  if ([...text.matchAll(VARIABLE)].some(([, name]) => typeof valueOf(name) !== 'string')) return undefined;
  return text.replace(VARIABLE, (_, name: string) => String(valueOf(name)));
}

function json(argument: unknown): string | undefined {
  return (isObject(argument) || Array.isArray(argument)) && !hasFunction(argument) ? JSON.stringify(argument) : undefined;
}

function hasFunction(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasFunction);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([key, inner]) => key === 'Ref' || key.startsWith('Fn::') || hasFunction(inner));
}
