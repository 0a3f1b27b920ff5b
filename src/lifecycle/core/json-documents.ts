/** A JSON text that cannot be read: what is wrong with it, and where. */
export class JsonProblem extends Error {}

/** The values of one or several JSON documents that follow each other, as when the AWS CLI prints page after page. */
export function jsonDocuments(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [...separate(text)].map(({ begin, end }) => parsed(text, begin, end));
  }
}

/** Where each document begins and ends. */
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

function parsed(text: string, begin: number, end: number): unknown {
  const document = text.slice(begin, end).trimStart();
  try {
    return JSON.parse(document);
  } catch (error) {
    const line = text.slice(0, end).trimEnd().slice(0, text.indexOf(document, begin)).split('\n').length;
    throw new JsonProblem(`the text from line ${line} on is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
