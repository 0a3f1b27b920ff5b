/** What one line of a program's TAP output says ("ok 3 - a count of text"). */
export interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  /** The lines of comment below a failure. */
  readonly comment: string;
}

// Maven colours what it prints, asked or not
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Reads the Test Anything Protocol, as far as the programs of test/bindings speak it. A plan that is not kept is a failure. */
export function readTap(text: string): Outcome[] {
  const outcomes: { name: string; ok: boolean; comment: string }[] = [];
  let planned: number | undefined;
  for (const line of text.replace(ESCAPES, '').split('\n')) {
    const result = /^(not )?ok \d+ - (.*)$/.exec(line);
    if (result) outcomes.push({ name: result[2], ok: !result[1], comment: '' });
    else if (line.startsWith('# ') && outcomes.length > 0) outcomes[outcomes.length - 1].comment += `${line.slice(2)}\n`;
    planned ??= /^1\.\.\d+$/.test(line) ? Number(line.slice(3)) : undefined;
  }
  if (planned === undefined || planned !== outcomes.length) {
    outcomes.push({ name: 'the program says how many results it has', ok: false, comment: `${planned} planned, ${outcomes.length} seen` });
  }
  return outcomes;
}
