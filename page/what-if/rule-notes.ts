import { PolicyDocument } from '../../src/lifecycle/core/document';
import { jsonPolicyWarnings } from '../../src/lifecycle/core/warnings';

/** What is seldom intended with a policy that ECR accepts: sentences by the priority of the rule. */
export function ruleNotes(document: PolicyDocument | null): ReadonlyMap<number, readonly string[]> {
  const notes = new Map<number, string[]>();
  for (const { message } of document === null ? [] : jsonPolicyWarnings(document)) {
    const [start = '', one, several] = /^lifecycle (?:rule (\d+) |rules (\d+) and )/.exec(message) ?? [];
    const note = message.slice(one === undefined ? 'lifecycle '.length : start.length);
    const priority = Number(one ?? several);
    notes.set(priority, [...(notes.get(priority) ?? []), note.charAt(0).toUpperCase() + note.slice(1)]);
  }
  return notes;
}
