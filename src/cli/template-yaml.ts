import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, Pair, parseDocument, Scalar } from 'yaml';

/** The functions with a short form, such as `!Sub`. */
const FUNCTIONS = new Set([
  ...['And', 'Base64', 'Cidr', 'Contains', 'EachMemberEquals', 'EachMemberIn', 'Equals', 'FindInMap', 'GetAZs', 'GetAtt', 'If'],
  ...['ImportValue', 'Join', 'Length', 'Not', 'Or', 'RefAll', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform', 'ValueOf'],
  ...['ValueOfAll'],
]);
/** Functions whose long form has no `Fn::`. */
const WITHOUT_PREFIX = new Set(['Ref', 'Condition']);
const CORE_TAG = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;

/**
 * Returns the value of a CloudFormation template in YAML, as its JSON would have it.
 *
 * Features of YAML that CloudFormation documents as unsupported are errors. A plain scalar is a number, a Boolean value or null only where
 * versions 1.1 and 1.2 of YAML agree on that; otherwise it stays text. The reasons are in docs/decisions/0016-yaml-in-the-command.md.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function templateFromYaml(text: string): unknown {
  return new YamlTemplate(text).value();
}

class YamlTemplate {
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;

  constructor(text: string) {
    this.document = parseDocument(text, {
      // every scalar as text
      schema: 'failsafe',
      resolveKnownTags: false,
      lineCounter: this.lines,
      prettyErrors: false,
      // with 'silent' a second document would not be an error
      logLevel: 'error',
    });
  }

  public value(): unknown {
    const [error] = this.document.errors;
    if (error !== undefined) throw this.problem(error.pos[0], `${error.message.replace(/; please use .*/, '')}. Correct the YAML.`);
    return this.valueOf(this.document.contents);
  }

  private valueOf(node: unknown): unknown {
    if (isAlias(node)) throw this.unsupported(node.range, `the alias *${node.source}`, 'Repeat the value.');
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
    const { tag, range } = node;
    if (tag === undefined) return isScalar(node) ? scalarValue(node) : this.collection(node);
    const name = tag.slice(1);
    if (tag.startsWith('!') && (FUNCTIONS.has(name) || WITHOUT_PREFIX.has(name))) {
      const argument = isScalar(node) ? String(node.value) : this.collection(node);
      return WITHOUT_PREFIX.has(name) ? { [name]: argument } : { [`Fn::${name}`]: name === 'GetAtt' ? attributeOf(argument) : argument };
    }
    if (!CORE_TAG.test(tag)) throw this.unsupported(range, `the tag ${tag}`, 'Remove the tag.');
    if (!isScalar(node)) return this.collection(node);
    return tag.endsWith(':str') ? String(node.value) : plainValue(String(node.value));
  }

  private collection(node: unknown): unknown {
    if (isSeq(node)) return node.items.map((item) => this.valueOf(item));
    if (!isMap(node)) return null;
    // defined, not assigned: a key may be __proto__
    return Object.fromEntries(node.items.map((pair) => [this.keyOf(pair), this.valueOf(pair.value)]));
  }

  private keyOf({ key }: Pair): string {
    if (!isScalar(key)) {
      throw this.unsupported(isMap(key) || isSeq(key) || isAlias(key) ? key.range : undefined, 'a key that is not text', 'Use text.');
    }
    const text = String(key.value);
    if (text === '<<' && key.type === 'PLAIN') throw this.unsupported(key.range, 'the merge key <<', 'Repeat the keys.');
    return text;
  }

  private unsupported(range: readonly number[] | null | undefined, what: string, remedy: string): Error {
    return this.problem(range?.[0] ?? 0, `CloudFormation does not support ${what}. ${remedy}`);
  }

  private problem(position: number, problem: string): Error {
    return new SyntaxError(`line ${this.lines.linePos(position).line}: ${problem}`);
  }
}

function scalarValue({ value, type }: Scalar): unknown {
  return type === 'PLAIN' ? plainValue(String(value)) : value;
}

function plainValue(text: string): unknown {
  if (/^(~|null|Null|NULL)?$/.test(text)) return null;
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  // not 0123, which is 83 in YAML 1.1, and not a number that JavaScript would round
  return /^(0|-?[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

/** Splits `Resource.Attribute`; the attribute may have dots. */
function attributeOf(argument: unknown): unknown {
  const [, resource, attribute] = typeof argument === 'string' ? (/^([^.]+)\.(.+)$/s.exec(argument) ?? []) : [];
  return resource === undefined ? argument : [resource, attribute];
}
