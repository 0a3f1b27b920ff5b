export type SourceLanguage = 'typescript' | 'python';

/** How a language writes expressions. */
interface Language {
  /** The number of characters of a line. */
  readonly width: number;
  readonly step: string;
  readonly quoted: (text: string) => string;
  readonly method: (name: string) => string;
  /** The name of a member of an object, with what follows it. */
  readonly key: (name: string) => string;
  /** The name of an option of a call, with what follows it. Undefined where the options are an object. */
  readonly keyword?: (name: string) => string;
  /** Between braces and their content on one line. */
  readonly pad: string;
  /** The function that returns a value as JSON text. */
  readonly json: string;
}

/** Characters that cannot be seen, or that change the order in which text is read. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** The languages in which the page writes a policy. */
export const LANGUAGES: { readonly [language in SourceLanguage]: Language } = {
  typescript: {
    width: 120,
    step: '  ',
    quoted: (text) => `'${escaped(text, "'").replace(UNPRINTABLE, unitEscapes)}'`,
    method: (name) => name,
    key: (name) => `${name}: `,
    pad: ' ',
    json: 'JSON.stringify',
  },
  python: {
    width: 88,
    step: '    ',
    quoted: (text) => `"${escaped(text, '"').replace(UNPRINTABLE, codePointEscape)}"`,
    method: snakeCase,
    key: (name) => `"${name}": `,
    keyword: (name) => `${snakeCase(name)}=`,
    pad: '',
    json: 'json.dumps',
  },
};

function escaped(text: string, quote: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n');
}

/** JavaScript reads two escapes in succession as one character, Python does not. */
function unitEscapes(character: string): string {
  return Array.from({ length: character.length }, (_, at) => `\\u${hex(character.charCodeAt(at), 4)}`).join('');
}

function codePointEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
