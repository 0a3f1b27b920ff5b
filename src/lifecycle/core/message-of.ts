/** What a caught error says, without the name of its class. */
export function messageOf(error: unknown): string {
  return String(error).replace(/^\w*Error(?: \[\w+\])?: /, '');
}
