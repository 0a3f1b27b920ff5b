import { LANGUAGES, SourceLanguage } from './languages';

/** An expression that can be written in each language. */
export type Expression = string | number | readonly Expression[] | Members | Call | JsonText;

/** An object literal of JavaScript, or a dict of Python. */
export interface Members {
  readonly members: Readonly<Record<string, Expression>>;
}

/** A call of a static method. Its options are one object in TypeScript and keywords in Python. */
export interface Call {
  readonly type: string;
  readonly method: string;
  readonly args: readonly Expression[];
  readonly options?: Readonly<Record<string, Expression>>;
}

/** A value as JSON text. */
export interface JsonText {
  readonly jsonOf: Expression;
}

/**
 * Writes an expression: on one line where it fits.
 * @param column the number of characters before it on its first line
 * @param indent the indentation of that line
 */
export function written(expression: Expression, language: SourceLanguage, column: number, indent = ''): string {
  const { width, step, quoted } = LANGUAGES[language];
  if (typeof expression === 'number') return String(expression);
  if (typeof expression === 'string') return quoted(expression);
  const { open, items, close, pad = '' } = piecesOf(expression, language);

  const oneLine = `${open}${pad}${items.map(({ name, value }) => name + written(value, language, -Infinity)).join(', ')}${pad}${close}`;
  if (items.length === 0 || column + oneLine.length <= width) return oneLine;
  if (isLiteralAlone(items)) return `${open}${written(items[0].value, language, Infinity, indent)}${close}`;
  const inner = indent + step;
  const lines = items.map(({ name, value }) => `${inner}${name}${written(value, language, inner.length + name.length + 1, inner)},\n`);
  return `${open}\n${lines.join('')}${indent}${close}`;
}

/** An expression with parts, each of which can have a line. */
interface Pieces {
  readonly open: string;
  readonly items: readonly Item[];
  readonly close: string;
  /** Between the brackets and the parts on one line. */
  readonly pad?: string;
}

interface Item {
  readonly name: string;
  readonly value: Expression;
}

/** An object that is the only argument of a call, whose braces need no lines of their own. */
function isLiteralAlone(items: readonly Item[]): boolean {
  const [{ value }] = items;
  return items.length === 1 && typeof value === 'object' && 'members' in value;
}

function piecesOf(expression: Exclude<Expression, string | number>, language: SourceLanguage): Pieces {
  const { key, keyword, method, json, pad } = LANGUAGES[language];
  const unnamed = (values: readonly Expression[]) => values.map((value) => ({ name: '', value }));
  if ('jsonOf' in expression) return { open: `${json}(`, items: unnamed([expression.jsonOf]), close: ')' };
  if ('members' in expression) {
    const items = Object.entries(expression.members).map(([name, value]) => ({ name: key(name), value }));
    return { open: '{', items, close: '}', pad };
  }
  if (!('method' in expression)) return { open: '[', items: unnamed(expression), close: ']' };

  const { type, args, options = {} } = expression;
  const named = Object.entries(options).map(([name, value]) => ({ name: keyword?.(name) ?? '', value }));
  const last = keyword !== undefined ? named : named.length === 0 ? [] : unnamed([{ members: options }]);
  return { open: `${type}.${method(expression.method)}(`, items: [...unnamed(args), ...last], close: ')' };
}

/** The classes whose methods an expression calls. */
export function calledTypes(expression: Expression): Set<string> {
  if (typeof expression !== 'object') return new Set();
  if ('jsonOf' in expression) return calledTypes(expression.jsonOf);
  if ('members' in expression) return calledTypes(Object.values(expression.members));
  if (!('method' in expression)) return new Set(expression.flatMap((part) => [...calledTypes(part)]));
  return new Set([expression.type, ...calledTypes([...expression.args, ...Object.values(expression.options ?? {})])]);
}

/** Whether an expression contains JSON text. */
export function hasJsonText(expression: Call): boolean {
  return expression.args.some((arg) => typeof arg === 'object' && 'jsonOf' in arg);
}
