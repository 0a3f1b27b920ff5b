import { FindingName } from '../../private/finding-names';
import { quotedAndTruncated } from '../../private/format-value';
import { messageOf, SecureRepositoryError } from '../../private/secure-repository-error';

/** A command of the AWS CLI whose output is read. */
export interface CommandOutput {
  /** The finding for text that is not this output. */
  readonly finding: FindingName;
  readonly command: string;
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What to do about a text that is not the output of the command. */
export function passOutput({ command }: CommandOutput): string {
  return `Pass the output of ${command}.`;
}

/**
 * Reads one or several JSON documents that follow each other, such as the pages that the AWS CLI prints.
 * @param place the source of the text, for error messages
 */
export function jsonDocuments(place: string, text: string, output: CommandOutput): unknown[] {
  const problem = (what: string) => new SecureRepositoryError(output.finding, place, `${what}. ${passOutput(output)}`);
  if (typeof text !== 'string') throw problem(`the value is ${quotedAndTruncated(text)}, but must be text`);
  // PowerShell and some editors begin a file with a byte order mark
  const withoutMark = text.replace(/^\uFEFF/, '');
  if (withoutMark.trim() === '') throw problem('the text is empty');
  try {
    return [JSON.parse(withoutMark)];
  } catch {
    return [...separate(withoutMark)].map(({ begin, end }) => parsed(withoutMark.slice(0, end), begin, problem));
  }
}

/** The positions at which each document begins and ends. */
function* separate(text: string): Generator<{ begin: number; end: number }> {
  let depth = 0;
  let begin = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        at = endOfString(text, at);
        break;
      case '{':
      case '[':
        depth++;
        break;
      case '}':
      case ']':
        depth--;
        if (depth > 0) break;
        yield { begin, end: at + 1 };
        depth = 0;
        begin = at + 1;
    }
  }
  if (text.slice(begin).trim() !== '') yield { begin, end: text.length };
}

function endOfString(text: string, begin: number): number {
  let at = begin + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** @param text ends with the document that begins behind `begin`, after optional white space */
function parsed(text: string, begin: number, problem: (what: string) => Error): unknown {
  const document = text.slice(begin).trimStart();
  try {
    return JSON.parse(document);
  } catch (error) {
    const line = text.slice(0, text.length - document.length).split('\n').length;
    throw problem(`the text from line ${line} on is not valid JSON (${messageOf(error)})`);
  }
}
