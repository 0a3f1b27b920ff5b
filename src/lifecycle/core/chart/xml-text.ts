import { printable } from '../../../private/printable';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for an element or an attribute of XML. Characters that XML does not allow become question marks, as all that are unprintable. */
export function xmlText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** Writes an element of XML. Its contents are elements, or text that is escaped already. */
export function element(name: string, attributes: Record<string, string | number | undefined>, ...contents: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => (value === undefined ? '' : ` ${key}="${xmlText(String(value))}"`));
  const tag = `${name}${written.join('')}`;
  return contents.length === 0 ? `<${tag}/>` : `<${tag}>${contents.join('')}</${name}>`;
}
